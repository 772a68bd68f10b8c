"""A second opinion by a cross-encoder trained on natural language inference, by name.

It reads the sentences as premise and the statement as hypothesis; it may lower a grade, never raise
it. Such models are trained on plain sentences of general English: they are an opinion.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from threading import Lock

import numpy as np

from index.errors import ModelError, first_line
from qa.answer import Grade, Support
from qa.checking.saying import say
from qa.rerank.cross_encoder import loaded

Check = Callable[[str, Sequence[str]], Support]

_ENTAILED, _CONTRADICTED = "entailment", "contradiction"
_GRADES = {_CONTRADICTED: Grade.UNSUPPORTED}


class Inference:
    """Says of two texts whether the first entails the second.

    Raises ModelError if the model cannot be loaded, or none of its labels is entailment.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self._turn = Lock()
        try:
            self._model = loaded(name)
        except Exception as error:  # Damaged files fail in as many ways as there are.
            raise ModelError(
                f"the model {name!r} cannot be loaded ({first_line(error)})",
                "Name a folder with a cross-encoder trained on NLI, or one of the hub: --verify "
                "nli:cross-encoder/nli-MiniLM2-L6-H768",
            ) from error
        labels = getattr(self._model.config, "id2label", None) or {}
        self._labels = [str(labels[at]).lower() for at in sorted(labels)]
        if _ENTAILED not in self._labels:
            raise ModelError(
                f"{name!r} says nothing about entailment: its labels are {self._labels}",
                "Name a cross-encoder trained on NLI",
            )

    def label(self, premise: str, hypothesis: str) -> tuple[str, float]:
        """The likeliest label and its probability."""
        # One thread at a time: another's use of the tokenizer fails with "Already borrowed".
        with self._turn:
            given = self._model.predict([(premise, hypothesis)], show_progress_bar=False)
        logits = np.asarray(given, dtype=np.float64)[0]
        chances = np.exp(logits - logits.max())
        chances /= chances.sum()
        best = int(chances.argmax())
        return self._labels[best], float(chances[best])


def with_inference(check: Check, name: str) -> Check:
    """The check, and after it the model's word on what passes."""
    model = Inference(name)

    def both(statement: str, sentences: Sequence[str]) -> Support:
        found = check(statement, sentences)
        if not found.grade.holds:
            return found
        label, chance = model.label(" ".join(sentences), statement)
        if label == _ENTAILED:
            return found
        reason = say("inferred", model=model.name, label=label, chance=f"{chance:.2f}")
        grade = _GRADES.get(label, Grade.PARTIAL)
        return replace(found, grade=grade, reasons=(*found.reasons, reason), uncovered=(statement,))

    return both
