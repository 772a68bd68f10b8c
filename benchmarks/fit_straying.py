"""Fit the curves in qa/straying.py, and print them.

    python -m benchmarks.fit_straying [--reranker none|builtin]

A logistic curve over what `qa.straying` judges from, for follow-ups that name something which does
not stand in the first articles. Learned from the `dev` halves of benchmarks/dialogues over the
bundled sample; how many of all follow-ups are then refused is printed for both halves, and `test`
has no part in the fit.
"""

import argparse
import json
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold, cross_val_predict

import qa
from benchmarks.sets import SAMPLE
from qa import Library
from qa.choosing import Chooser
from qa.following import Turn, standing
from qa.likeness import Likeness
from qa.straying import THRESHOLD, Straying

DIALOGUES = Path(__file__).parent / "dialogues"
_SEED, _FOLDS = 0, 10


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A question after others, and whether the sample answers it."""

    split: str
    history: tuple[str, ...]
    question: str
    answered: bool


@dataclass(frozen=True, slots=True)
class Judged:
    """What is seen of a follow-up, and whether it is refused without the curve and with it."""

    asked: FollowUp
    seen: tuple[float, ...] | None
    refused: bool


def follow_ups() -> Iterator[FollowUp]:
    """Those of both files."""
    for line in (DIALOGUES / "follow_ups.jsonl").read_text("utf-8").splitlines():
        one = json.loads(line)
        yield FollowUp(one["split"], tuple(one["history"]), one["question"], one["answered"])
    for line in (DIALOGUES / "sample.jsonl").read_text("utf-8").splitlines():
        one, before = json.loads(line), list[str]()
        for turn in one["turns"]:
            if before and not turn.get("alone"):
                yield FollowUp(one["split"], tuple(before), turn["question"], True)
            before.append(turn["question"])


def main() -> None:
    """Fit, and print the curve and what it refuses."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--reranker", default="builtin")
    chosen = parser.parse_args()
    with (
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder,
        qa.open(folder, create=True, reranker=chosen.reranker) as library,
    ):
        library.index([SAMPLE / "articles"])
        embedder = library.store.embedder
        curve = Chooser(chosen.reranker, embedder.name).belongs
        straying = Straying(library.store, Likeness(embedder), curve)
        judged = [_judge(library, straying, asked) for asked in follow_ups()]
    _fit([one for one in judged if one.asked.split == "dev" and one.seen is not None])
    for split in ("dev", "test"):
        for answered, name in ((True, "answered by the sample"), (False, "not answered by it")):
            of = [j for j in judged if j.asked.split == split and j.asked.answered is answered]
            print(f"{split}: of {len(of)} {name}, refused {sum(one.refused for one in of)}")


def _judge(library: Library, straying: Straying, asked: FollowUp) -> Judged:
    turns = [Turn(question) for question in asked.history]
    answer = library.ask(asked.question, turns)
    question = standing(asked.question, turns)
    weighed = library.finding.invoke(question).weighed
    own = straying.own_words(asked.question, weighed)
    if question == asked.question or not weighed.evidence or all(word.held for word in own):
        return Judged(asked, None, answer.refused)
    return Judged(asked, straying.signals(asked.question, own, weighed), answer.refused)


def _fit(judged: list[Judged]) -> None:
    seen = np.array([one.seen for one in judged])
    answered = np.array([one.asked.answered for one in judged])
    model = LogisticRegression(C=10)
    folds = StratifiedKFold(_FOLDS, shuffle=True, random_state=_SEED)
    chance = cross_val_predict(model, seen, answered, cv=folds, method="predict_proba")[:, 1]
    model.fit(seen, answered)
    weights = ", ".join(f"{weight:.2f}" for weight in (*model.coef_[0], model.intercept_[0]))
    kept = chance >= THRESHOLD
    print(f"Belongs({weights})")
    print(
        f"learned from {len(judged)}; of those in cross-validation, at {THRESHOLD}: "
        f"{kept[answered].mean():.3f} of the answered kept and {kept[~answered].mean():.3f} of the "
        "others"
    )


if __name__ == "__main__":
    main()
