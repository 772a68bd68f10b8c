"""What a system made of one question, and how that was scored."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from qa.answer import Answer, Statement
from qa.evaluation.gold import GoldQuestion


@dataclass(frozen=True, slots=True)
class Cited:
    """One cited sentence: its article's key, its 0-based number there, its words, and the chance
    (0-1) that the system gave it, where it gives one."""

    key: str
    sentence: int
    text: str = ""
    score: float | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a system answered. What a system does not give is None, and is not scored.

    `ranking` is articles with their scores, best first (the run). `citations` stand in the order
    in which the answer uses them. `verdict` is yes, no or maybe; `exact` the entities named, best
    first. `answerability` is 0-1. `seconds` is wall time. `error` says why there is no answer.
    A run made elsewhere has a ranking and nothing else: `answered` is False.
    """

    answered: bool = True
    answer: str = ""
    refused: bool = False
    reason: str | None = None
    answerability: float | None = None
    statements: tuple[Statement, ...] = ()
    citations: tuple[Cited, ...] = ()
    ranking: tuple[tuple[str, float], ...] = ()
    verdict: str | None = None
    exact: tuple[str, ...] | None = None
    seconds: float | None = None
    tokens_in: int | None = None
    tokens_out: int | None = None
    error: str | None = None

    @property
    def said(self) -> str:
        """The words of the answer; none if refused.

        They are the statements', since the marks in the answer's own text are no words of it.
        """
        if self.refused:
            return ""
        return " ".join(statement.text for statement in self.statements) or self.answer


@dataclass(frozen=True, slots=True)
class Scored:
    """One question with its gold, what was answered, and each measure that applies to it.

    `gold_sentences` are the gold evidence found in the store, as (key, sentence) pairs;
    `gold_texts` are their words, in the same order. `missing` names gold that the store does not
    hold. `verdict` is the one that is scored: the system's, else as its first statement reads. A
    measure that does not apply to the question has no entry in `measures`.
    """

    gold: GoldQuestion
    outcome: Outcome
    gold_sentences: tuple[tuple[str, int], ...] = ()
    gold_texts: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    verdict: str | None = None
    measures: Mapping[str, float] = field(default_factory=dict)

    @property
    def right(self) -> bool | None:
        """Whether acting on the answer would have been right; None where that cannot be told, as
        when gold sentences are named and none of them is found.

        Answering is right when the first citation is gold (where the gold names no sentence: when
        it stands in a gold article), and wrong when there is no answer to be had.
        """
        if self.gold.has_answer is False:
            return False
        first = self.outcome.citations[:1]
        if self.gold_sentences:
            return any((one.key, one.sentence) in self.gold_sentences for one in first)
        if self.gold.relevance and not self.gold.evidence:
            return any(one.key in self.gold.relevance for one in first)
        return None


def outcome_of(answer: Answer, ranking: tuple[tuple[str, float], ...], seconds: float) -> Outcome:
    """An answer of ours as an outcome; without a language model no tokens are spent."""
    return Outcome(
        answer=answer.answer,
        refused=answer.refused,
        reason=answer.reason,
        answerability=answer.answerability,
        statements=answer.statements,
        citations=tuple(Cited(c.key, c.sentence, c.text, c.score) for c in answer.citations),
        ranking=ranking,
        verdict=answer.verdict,
        seconds=seconds,
        tokens_in=answer.usage.tokens_in if answer.usage else 0,
        tokens_out=answer.usage.tokens_out if answer.usage else 0,
    )
