"""Whether two articles disagree: one says the contrary of the other, of the same thing.

The check finds what is turned round. Here what else sets two sentences apart is looked for: each
names something that the other does not, or another dose, way or time.
"""

import re

from qa.checking.checker import contradicts
from qa.checking.pair import pair_of
from qa.checking.polarity import poles
from qa.checking.words import Passage
from qa.following.words import ANY_STUDY, ASKING, fold

_WORD = re.compile(r"[^\W\d_][\w-]*")
_MANNER = re.compile(
    r"\b(?:(?:high|higher|low|lower|single|repeated|double|half)(?=[ -]doses?\b)|once|twice|daily|"
    r"weekly|monthly|yearly|oral|inhaled|intravenous|subcutaneous|topical|intranasal|early|late|"
    r"morning|evening|short-term|long-term)\b",
    re.IGNORECASE,
)


def disagree(statement: str, sentence: str) -> bool:
    """Whether the sentence speaks of just what the statement does, and says the opposite."""
    return contradicts(statement, sentence) and not _apart(statement, sentence)


def _apart(one: str, other: str) -> bool:
    manners = [{found.lower() for found in _MANNER.findall(text)} for text in (one, other)]
    if all(manners) and manners[0] != manners[1]:
        return True
    pair = pair_of(one, [other])
    ours, theirs = _named(pair.said), _named(pair.given)
    # What only one of them names makes it no more than the fuller of the two.
    return bool(ours - theirs) and bool(theirs - ours)


def _named(passage: Passage) -> frozenset[str]:
    """The words that say what and whom it is about: not which way, not how it was studied."""
    pointing = {passage.words[pole.place].text.lower() for pole in poles(passage)}
    words = {word.lower() for word in _WORD.findall(passage.text)} - pointing
    return frozenset(map(fold, words)) - ASKING - ANY_STUDY
