"""Yes, no or maybe: as the system says, else as its first statement reads.

An extractive answer gives no verdict of its own. So that the sentences it leads with can be
scored all the same, a verdict is read from the first by rule: a finding of nothing is no, a hedge
maybe, anything else yes. The rule is for scoring only and is never shown to a reader of answers.
"""

import re
from collections import Counter
from collections.abc import Sequence

from qa.evaluation.gold import VERDICTS
from qa.evaluation.measures.measure import ANSWERS, Measure
from qa.evaluation.outcome import Outcome, Scored

_NO = re.compile(
    r"\b(?:no (?:\w+[ -]){0,4}?(?:differences?|effects?|associations?|benefits?|correlations?|"
    r"relationships?|changes?|evidence|improvements?|increases?|reductions?|advantages?|impact|"
    r"influence|role|need|support)|no longer|not|cannot|neither|nor|never|failed to|fails to|"
    r"lack of|lacks?|unlikely|unnecessary|unrelated|non-?significant|insignificant|ineffective|"
    r"(?:did|does|do|was|were|is|are|has|have|had|could|should|would)n[’']t|"
    r"independent of|irrespective of|regardless of|similar (?:in|between|to|for|across))\b",
    re.IGNORECASE,
)
_MAYBE = re.compile(
    r"\b(?:(?:further|more|larger|additional|future) (?:\w+ ){0,3}?(?:stud(?:y|ies)|research|"
    r"trials?|work|investigations?|data)|inconclusive|unclear|uncertain|remains? to be|"
    r"might|possibly|perhaps|mixed (?:results|evidence)|limited evidence|insufficient)\b",
    re.IGNORECASE,
)

MEASURES_PER_QUESTION = (
    Measure(
        "verdict-accuracy",
        ANSWERS,
        "The verdict is the gold one; a question without a verdict counts as wrong.",
    ),
    Measure(
        "verdict-given",
        ANSWERS,
        "Share of the questions with a gold verdict for which the system gave one itself; for "
        "the others it is read by rule from the first statement.",
        better=0,
    ),
)


def read_verdict(outcome: Outcome) -> str | None:
    """The system's own verdict, else the one that its first statement reads as; None if refused."""
    if outcome.verdict is not None:
        return outcome.verdict
    first = outcome.statements[0].text if outcome.statements else outcome.answer
    if outcome.refused or not first.strip():
        return None
    if _NO.search(first):
        return "no"
    return "maybe" if _MAYBE.search(first) else "yes"


def score(one: Scored) -> dict[str, float]:
    """The measures of one question with a gold verdict."""
    if one.gold.verdict is None:
        return {}
    return {
        "verdict-accuracy": float(one.verdict == one.gold.verdict),
        "verdict-given": float(one.outcome.verdict is not None),
    }


Pair = tuple[str, str | None]


def _pair(one: Scored) -> Pair | None:
    """The gold verdict and the one that is scored."""
    return None if one.gold.verdict is None else (one.gold.verdict, one.verdict)


def macro_f1(pairs: Sequence[Pair]) -> float:
    """Mean F1 of the classes that the gold has; a class never given has an F1 of 0."""
    classes = [name for name in VERDICTS if any(gold == name for gold, _ in pairs)]
    return sum(_f1(pairs, name) for name in classes) / len(classes)


def _f1(pairs: Sequence[Pair], name: str) -> float:
    both = sum(gold == given == name for gold, given in pairs)
    either = sum((gold == name) + (given == name) for gold, given in pairs)
    return 2 * both / either if either else 0.0


def _always(pairs: Sequence[Pair]) -> list[Pair]:
    """What saying the commonest gold verdict every time would give."""
    golds = [gold for gold, _ in pairs]
    commonest = Counter(golds).most_common(1)[0][0]
    return [(gold, commonest) for gold in golds]


def _accuracy(pairs: Sequence[Pair]) -> float:
    return sum(gold == given for gold, given in pairs) / len(pairs)


MEASURES = (
    *MEASURES_PER_QUESTION,
    Measure(
        "verdict-macro-f1",
        ANSWERS,
        "F1 of each verdict that the gold has, averaged.",
        statistic=macro_f1,
        fact=_pair,
    ),
    Measure(
        "majority-accuracy",
        ANSWERS,
        "What always saying the commonest gold verdict would reach.",
        better=0,
        statistic=lambda pairs: _accuracy(_always(pairs)),
        fact=_pair,
    ),
    Measure(
        "majority-macro-f1",
        ANSWERS,
        "The same, as macro-F1.",
        better=0,
        statistic=lambda pairs: macro_f1(_always(pairs)),
        fact=_pair,
    ),
)
