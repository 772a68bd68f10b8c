"""Small hand-made evaluations: gold and outcomes in a few words each."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from index.records import Failure
from qa.answer import Grade, Statement
from qa.evaluation import Cited, GoldQuestion, Outcome, Scored
from qa.evaluation.trec import Ranking, read_run

Place = tuple[str, int]


def rankings_of(file: Path) -> tuple[Mapping[str, Ranking], tuple[Failure, ...]]:
    """What a run in a file holds, and the lines that are none."""
    run = read_run(file)
    return run.rankings, run.failures


def gold(number: int = 1, **values: Any) -> GoldQuestion:
    """A question with this gold."""
    return GoldQuestion(f"q{number}", f"Question {number}?", **values)


def cites(*places: Place, texts: Sequence[str] = (), **values: Any) -> Outcome:
    """An answer that quotes these sentences, each a statement of its own."""
    said = [*texts, *[f"Sentence {i} of {key}." for key, i in places[len(texts) :]]]
    return Outcome(
        answer=" ".join(said),
        statements=tuple(
            Statement(text, (n,), Grade.VERBATIM) for n, text in enumerate(said, start=1)
        ),
        citations=tuple(Cited(*place, text) for place, text in zip(places, said, strict=True)),
        **values,
    )


def refuses(**values: Any) -> Outcome:
    """A refusal."""
    return Outcome(answer="Nothing.", refused=True, reason="Nothing.", **values)


def scored(question: GoldQuestion, outcome: Outcome, *gold_places: Place) -> Scored:
    """The question with these gold sentences."""
    return Scored(question, outcome, gold_places, tuple(f"Sentence {i}." for _, i in gold_places))
