"""Small hand-made evaluations: gold and outcomes in a few words each."""

from collections.abc import Sequence
from typing import Any

from qa.answer import Statement, Support
from qa.evaluation import Cited, GoldQuestion, Outcome, Scored

Place = tuple[str, int]


def gold(number: int = 1, **values: Any) -> GoldQuestion:
    """A question with this gold."""
    return GoldQuestion(f"q{number}", f"Question {number}?", **values)


def cites(*places: Place, texts: Sequence[str] = (), **values: Any) -> Outcome:
    """An answer that quotes these sentences, each a statement of its own."""
    said = [*texts, *[f"Sentence {i} of {key}." for key, i in places[len(texts) :]]]
    return Outcome(
        answer=" ".join(said),
        statements=tuple(
            Statement(text, (n,), Support.VERBATIM) for n, text in enumerate(said, start=1)
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
