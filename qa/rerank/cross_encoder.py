"""Any cross-encoder that sentence-transformers loads: a folder, or a model named on the hub."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from safetensors import SafetensorError
from sentence_transformers import CrossEncoder
from torch.nn import Identity
from transformers.utils import logging

from index.errors import RerankerError
from qa.rerank.contract import Passage, Scores


class PairReader:
    """Scores each sentence by itself, after its title: `title sentence` beside the question.

    Raises RerankerError if the model cannot be loaded, or gives more than one score a pair.
    """

    def __init__(self, name: str) -> None:
        # The bar for reading weights from disk says nothing.
        logging.disable_progress_bar()  # type: ignore[no-untyped-call]  # untyped upstream
        try:
            if not name.strip():
                raise ValueError("the name is empty")
            self._model = CrossEncoder(name, local_files_only=Path(name).is_dir())
        except (OSError, ValueError, SafetensorError) as error:
            first_line = str(error).strip().splitlines()[0]
            raise RerankerError(
                f"the reranker {name!r} cannot be loaded ({first_line})",
                "Name a folder with a cross-encoder, one of the hub that this machine can reach, "
                "'builtin' or 'none'",
            ) from error
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
        flat = np.asarray(
            self._model.predict(pairs, activation_fn=Identity(), show_progress_bar=False),
            dtype=np.float32,
        ).reshape(-1)
        ends = np.cumsum([len(p.sentences) for p in passages])
        return list(np.split(flat, ends[:-1]))
