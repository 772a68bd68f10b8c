"""Choose the few sentences that answer: likeliest first, several articles, no near-copies."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from qa.evidence import Evidence

_PER_ARTICLE = 3
# Which article is best decides the first statement. For those after it, other articles that agree
# or differ are wanted: being behind counts this share as much.
_FURTHER = 0.75
# A further statement is worth giving only if it is at least this likely beside the first.
_AT_LEAST = 0.1
_FLOOR = 0.03
# A word is taken as far as it is the same in all its forms.
_FINDING = re.compile(
    r"\d+(?:[.,·]\d+)*|\b(?:increas|decreas|reduc|lower|higher|more|less|fewer|greater|smaller|"
    r"longer|shorter|improv|worse|better|ris|rais|f[ae]ll|declin|halv|doubl|super|infer|no|not|"
    r"never|neither|nor|without|fail|lack|un(?:affect|chang|like))"
)
_COPY_COSINE = 0.93
_COPY_WORDS = 0.7


def choose(evidence: Sequence[Evidence], limit: int) -> list[Evidence]:
    """At most `limit` sentences: the likeliest, then others that agree or differ, none that repeats
    one chosen before, at most three of an article, none far less likely than the first."""
    if not evidence:
        return []
    first = max(evidence, key=lambda one: one.score)
    chosen, taken = [first], Counter([first.article.key])
    further = (replace(one, score=one.chance(_FURTHER)) for one in evidence)
    for candidate in sorted(further, key=lambda one: -one.score):
        if len(chosen) >= limit or candidate.score < max(_FLOOR, _AT_LEAST * first.score):
            break
        key = candidate.article.key
        if taken[key] < _PER_ARTICLE and not any(is_copy(candidate, one) for one in chosen):
            chosen.append(candidate)
            taken[key] += 1
    return chosen


def is_copy(one: Evidence, other: Evidence) -> bool:
    """Whether two sentences say the same in nearly the same words: with other figures, or with
    "increased" for "reduced", they differ however alike they are."""
    if _finding(one.text) != _finding(other.text):
        return False
    if float(one.vector @ other.vector) >= _COPY_COSINE:
        return True
    words, others = set(one.text.lower().split()), set(other.text.lower().split())
    return len(words & others) >= _COPY_WORDS * len(words | others)


def _finding(text: str) -> frozenset[str]:
    """Figures, and words that turn a finding round."""
    return frozenset(_FINDING.findall(text.lower()))
