"""Any cross-encoder that sentence-transformers loads: a folder, or a model named on the hub."""

from collections.abc import Sequence
from pathlib import Path
from threading import Lock

import numpy as np
from sentence_transformers import CrossEncoder
from torch.nn import Identity
from transformers.utils import logging

from index.errors import RerankerError, first_line
from qa.rerank.contract import Passage, Scores

_HEADS = ("ForSequenceClassification", "ForCausalLM")


def loaded(name: str) -> CrossEncoder:
    """A cross-encoder in a folder or of the hub; raises whatever a damaged one fails with."""
    # The bar for reading weights from disk says nothing.
    logging.disable_progress_bar()  # type: ignore[no-untyped-call]  # untyped upstream
    if "/" not in name and not Path(name).is_dir():
        # It would be asked for under an owner that nobody named.
        raise ValueError("no such folder, and no owner/model of the hub")
    model: CrossEncoder = CrossEncoder(name, local_files_only=Path(name).is_dir())
    return model


class PairReader:
    """Scores each sentence by itself, after its title: `title sentence` beside the question.

    Raises RerankerError if the model cannot be loaded, has no trained head that scores pairs, or
    gives more than one score a pair.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._turn = Lock()
        try:
            self._model = loaded(name)
        except Exception as error:  # Damaged files fail in as many ways as there are.
            raise RerankerError(
                f"the reranker {name!r} cannot be loaded ({first_line(error)})",
                "Name a folder with a cross-encoder, one of the hub that this machine can reach, "
                "'builtin' or 'none'",
            ) from error
        # A plain encoder is loaded as well, with a head drawn at random.
        kinds = getattr(self._model.config, "architectures", None) or [""]
        if not kinds[0].endswith(_HEADS):
            raise RerankerError(
                f"{name!r} is no reranker: a {kinds[0] or 'model'} has no head that scores a pair",
                "Name a cross-encoder",
            )
        if self._model.num_labels != 1:
            raise RerankerError(
                f"{name!r} is no reranker: it gives {self._model.num_labels} scores for a pair",
                "Name a cross-encoder that gives one",
            )

    def scores(self, question: str, passages: Sequence[Passage]) -> list[Scores]:
        """The model's own score of each sentence, before any activation."""
        pairs = [(question, f"{p.title} {text}".strip()) for p in passages for text in p.sentences]
        if not pairs:
            return [np.zeros(0, dtype=np.float32) for _ in passages]
        # One thread at a time: another's use of the tokenizer fails with "Already borrowed".
        with self._turn:
            given = self._model.predict(pairs, activation_fn=Identity(), show_progress_bar=False)
        flat = np.asarray(given, dtype=np.float32).reshape(-1)
        if not np.isfinite(flat).all():
            raise RerankerError(
                f"the reranker {self._name!r} gives no number for a pair", "Choose another"
            )
        ends = np.cumsum([len(p.sentences) for p in passages])
        return list(np.split(flat, ends[:-1]))
