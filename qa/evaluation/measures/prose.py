"""Answers in prose against reference answers: ROUGE by rouge-metric, and embedding similarity.

ROUGE-L and ROUGE-SU4 (Lin 2004), F1, the best of the references; "-style" since words are split by
our own rule and not stemmed, so figures do not compare with BioASQ's to the last digit.
"""

from collections.abc import Sequence

import numpy as np
from rouge_metric import PyRouge

from index.embedder import Embedder
from qa.evaluation.measures.measure import ANSWERS, Measure
from qa.evaluation.measures.words import words
from qa.evaluation.outcome import Scored

_LIN = "Lin 2004, by rouge-metric"
_ROUGE = PyRouge(rouge_n=False, rouge_l=True, rouge_su=True, skip_gap=4)

MEASURES = (
    Measure("rouge-l", ANSWERS, "F1 of the longest common run of words with a reference.", _LIN),
    Measure("rouge-su4", ANSWERS, "F1 of words, and pairs of words four apart at most.", _LIN),
    Measure(
        "similarity",
        ANSWERS,
        "Cosine between the answer's and the nearest reference's embedding.",
        "the store's own embedder",
    ),
)


def score(one: Scored, embedder: Embedder | None) -> dict[str, float]:
    """The measures of one question with reference answers; a refusal scores 0."""
    if not one.gold.references:
        return {}
    said = one.outcome.said
    found = rouge(said, one.gold.references)
    if embedder is not None:
        found["similarity"] = _similarity(said, one.gold.references, embedder)
    return found


def rouge(said: str, references: Sequence[str]) -> dict[str, float]:
    """ROUGE-L and ROUGE-SU4 F1, 0-1, against the reference that suits each best."""
    given = words(said)
    wanted = [reference for reference in map(words, references) if reference]
    if not given or not wanted:
        return {"rouge-l": 0.0, "rouge-su4": 0.0}
    # One reference at a time: of several, the library takes the best by recall.
    scores = [_ROUGE.evaluate_tokenized([[given]], [[[reference]]]) for reference in wanted]
    return {
        name: max(float(score[name]["f"]) for score in scores) for name in ("rouge-l", "rouge-su4")
    }


def _similarity(said: str, references: Sequence[str], embedder: Embedder) -> float:
    if not said.strip():
        return 0.0
    rows = embedder.documents([said, *references])
    return float(max(0.0, np.max(rows[1:] @ rows[0])))
