"""The worst questions: those worth reading first, of every sort of failure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from qa.evaluation.outcome import Scored
from qa.evaluation.report.sides import Side, facts, sides
from qa.evaluation.report.wording import clipped, plain

# So many are shown in all, and so many of each sort before any sort gives more.
_SHOWN, _OF_EACH = 20, 4
_QUESTION = 400


@dataclass(frozen=True, slots=True)
class Case:
    """One question: what is known of it, what gold says (left) and what was given (right)."""

    id: str
    kind: str
    question: str
    facts: tuple[tuple[str, str], ...]
    left: Side
    right: Side


@dataclass(frozen=True, slots=True)
class Sort:
    """One way of failing: what it is, how many questions failed so, and the worst of them."""

    name: str
    says: str
    order: str
    count: int
    cases: tuple[Case, ...]


@dataclass(frozen=True, slots=True)
class _Rule:
    name: str
    says: str
    order: str
    holds: Callable[[Scored], bool]
    worst_first: Callable[[Scored], float]


def sorts(scored: Sequence[Scored]) -> tuple[Sort, ...]:
    """The sorts of failure that occurred, about twenty questions among them."""
    found = [(rule, _ordered(rule, scored)) for rule in _RULES]
    shown = _shares([len(questions) for _, questions in found])
    return tuple(
        Sort(rule.name, rule.says, rule.order, len(questions), tuple(map(_case, questions[:share])))
        for (rule, questions), share in zip(found, shown, strict=True)
        if questions
    )


def _ordered(rule: _Rule, scored: Sequence[Scored]) -> list[Scored]:
    return sorted((one for one in scored if rule.holds(one)), key=rule.worst_first)


def _shares(counts: Sequence[int]) -> list[int]:
    """How many of each to show: a few of every sort, then the first sorts in full."""
    shares = [min(count, _OF_EACH) for count in counts]
    for place, count in enumerate(counts):
        shares[place] += min(count - shares[place], max(0, _SHOWN - sum(shares)))
    return shares


def _answered(one: Scored) -> bool:
    return one.outcome.answered and not one.outcome.refused and one.outcome.error is None


def _is_wrong(one: Scored) -> bool:
    """Where the gold names no place to look, the verdict is all that can be wrong."""
    if not _answered(one) or one.gold.has_answer is False:
        return False
    if one.right is None:
        return one.measures.get("verdict-accuracy") == 0
    return not one.right


def _is_refused(one: Scored) -> bool:
    outcome = one.outcome
    return outcome.answered and outcome.refused and one.gold.has_answer is True


def _is_made_up(one: Scored) -> bool:
    return _answered(one) and one.gold.has_answer is False


def _is_ill_ranked(one: Scored) -> bool:
    return not one.outcome.answered and one.measures.get("ndcg@10", 1.0) < 1


def _certainty(one: Scored) -> float:
    """How sure the system was; one that does not say comes last."""
    outcome = one.outcome
    if outcome.answerability is not None:
        return outcome.answerability
    first = outcome.citations[0].score if outcome.citations else None
    return -1.0 if first is None else first


_RULES = (
    _Rule(
        name="Answered wrongly",
        says="The first citation is not gold, or, where gold names no place, the verdict is not.",
        order="the most certain first",
        holds=_is_wrong,
        worst_first=lambda one: -_certainty(one),
    ),
    _Rule(
        name="Refused, with an answer to be had",
        says="",
        order="the least certain first",
        holds=_is_refused,
        worst_first=_certainty,
    ),
    _Rule(
        name="Answered, with no answer to be had",
        says="",
        order="the most certain first",
        holds=_is_made_up,
        worst_first=lambda one: -_certainty(one),
    ),
    _Rule(
        name="Ended in an error",
        says="",
        order="in the order asked",
        holds=lambda one: one.outcome.error is not None,
        worst_first=lambda _: 0.0,
    ),
    _Rule(
        name="Gold articles missed or ranked too low",
        says="",
        order="the lowest ndcg@10 first",
        holds=_is_ill_ranked,
        worst_first=lambda one: one.measures["ndcg@10"],
    ),
)


def _case(one: Scored) -> Case:
    left, right = sides(one)
    return Case(
        id=plain(one.gold.id),
        kind=plain(one.gold.kind),
        question=clipped(one.gold.question, _QUESTION),
        facts=facts(one),
        left=left,
        right=right,
    )
