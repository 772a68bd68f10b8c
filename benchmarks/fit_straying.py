"""Fit the curves in qa/straying.py, and print them.

    python -m benchmarks.fit_straying [--reranker none|builtin] [--asked]

A logistic curve over what `qa.straying` judges from, for follow-ups that their history completes.
Learned from the `dev` halves of benchmarks/dialogues over the bundled sample; how many of all
follow-ups are then refused is printed for both halves, by kind, and `test` has no part in the fit.
`--asked` first makes qa/following/asked.npz anew from asked.jsonl.
"""

import argparse
import json
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import StratifiedKFold, cross_val_predict

import qa
from benchmarks.sets import SAMPLE
from index.sentence_transformer import SentenceTransformerEmbedder
from qa import Library
from qa.choosing import Chooser
from qa.following import Sense, Turn, asked
from qa.likeness import Likeness
from qa.meant import Meant
from qa.refusal import THRESHOLD
from qa.straying import Straying

DIALOGUES = Path(__file__).parent / "dialogues"
_SEED, _FOLDS = 0, 10
# Log-odds taken off: what was found is on the thread's subject in any case, and to answer with it
# what it does not speak of misleads more than where nothing fits.
_WARY = 0.2


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A question after others, of a kind, and whether the sample answers it."""

    split: str
    kind: str
    history: tuple[str, ...]
    question: str
    answered: bool


@dataclass(frozen=True, slots=True)
class Judged:
    """What is seen of a follow-up that its history completes, whether it is like general questions,
    and whether it is refused."""

    asked: FollowUp
    seen: tuple[float, ...] | None
    general: bool
    refused: bool


def follow_ups() -> Iterator[FollowUp]:
    """Those of both files."""
    for line in (DIALOGUES / "follow_ups.jsonl").read_text("utf-8").splitlines():
        one = json.loads(line)
        kind = one.get("kind", "other")
        yield FollowUp(one["split"], kind, tuple(one["history"]), one["question"], one["answered"])
    for line in (DIALOGUES / "sample.jsonl").read_text("utf-8").splitlines():
        one, before = json.loads(line), list[str]()
        for turn in one["turns"]:
            if before and not turn.get("alone"):
                yield FollowUp(one["split"], "dialogue", tuple(before), turn["question"], True)
            before.append(turn["question"])


def main() -> None:
    """Fit, and print the curve and what is refused."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--reranker", default="builtin")
    parser.add_argument("--asked", action="store_true")
    chosen = parser.parse_args()
    if chosen.asked:
        _embed()
    with (
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder,
        qa.open(folder, create=True, reranker=chosen.reranker) as library,
    ):
        library.index([SAMPLE / "articles"])
        straying = _straying(library)
        judged = [_judge(library, straying, one) for one in follow_ups()]
    _fit([one for one in judged if one.asked.split == "dev" and one.seen is not None])
    _print_sorted([one for one in judged if one.asked.kind in ("general", "own", "strays")])
    _print_refused(judged)


def _embed() -> None:
    lines = (DIALOGUES / "asked.jsonl").read_text("utf-8").splitlines()
    known = [json.loads(line) for line in lines]
    rows = SentenceTransformerEmbedder().documents([one["question"] for one in known])
    asked.save(rows, [one["sort"] for one in known])


def _straying(library: Library) -> Straying:
    store = library.store
    likeness = Likeness(store.embedder)
    sense = Sense(lambda question: likeness.vectors([question])[0])
    chooser = Chooser(library.settings.reranker, store.embedder.name)
    return Straying(store, likeness, sense, chooser.belongs)


def _judge(library: Library, straying: Straying, one: FollowUp) -> Judged:
    turns = [Turn(question) for question in one.history]
    answer = library.ask(one.question, turns)
    general = straying.sense.is_general(one.question)
    meant = Meant(library.standing(one.question, turns), one.question)
    weighed = library.finding.invoke(meant.question).weighed
    if not meant.completed or not weighed.evidence:
        return Judged(one, None, general, answer.refused)
    return Judged(one, straying.signals(one.question, weighed), general, answer.refused)


def _fit(judged: list[Judged]) -> None:
    seen = np.array([one.seen for one in judged])
    answered = np.array([one.asked.answered for one in judged])
    model = LogisticRegression(C=10, max_iter=1000)
    folds = StratifiedKFold(_FOLDS, shuffle=True, random_state=_SEED)
    chance = cross_val_predict(model, seen, answered, cv=folds, method="predict_proba")[:, 1]
    model.fit(seen, answered)
    bias = model.intercept_[0] - _WARY
    weights = ", ".join(f"{weight:.2f}" for weight in (*model.coef_[0], bias))
    kept = np.log(chance / (1 - chance)) - _WARY >= np.log(THRESHOLD / (1 - THRESHOLD))
    print(f"Belongs({weights})")
    print(
        f"learned from {len(judged)}; of those in cross-validation, at {THRESHOLD}: "
        f"{kept[answered].mean():.3f} of the answered kept and {kept[~answered].mean():.3f} of the "
        f"others; AUC {roc_auc_score(answered, chance):.3f}"
    )


def _print_sorted(judged: list[Judged]) -> None:
    for split in ("dev", "test"):
        of = [one for one in judged if one.asked.split == split]
        told = [one for one in of if one.general == (one.asked.kind == "general")]
        print(f"{split}: of {len(of)}, told general from others: {len(told)}")


def _print_refused(judged: list[Judged]) -> None:
    groups = defaultdict[tuple[str, str, bool], list[bool]](list)
    for one in judged:
        groups[one.asked.split, one.asked.kind, one.asked.answered].append(one.refused)
    for (split, kind, answered), refused in sorted(groups.items()):
        named = "answered by the sample" if answered else "not answered by it"
        print(f"{split}, {kind}: of {len(refused)} {named}, refused {sum(refused)}")


if __name__ == "__main__":
    main()
