"""Whether two articles disagree: one says the contrary of the other, of the same thing.

The check finds what is turned round. Here what else sets two sentences apart is looked for: each
names something that the other does not, or another dose, way or time.
"""

import re

from qa.checking.contrasts import contrasts
from qa.checking.figures import figures
from qa.checking.naming import missing_terms
from qa.checking.opposing import contradicts, other_way
from qa.checking.pair import Pair, pair_of
from qa.checking.polarity import poles
from qa.checking.words import Passage, Word
from qa.following.words import ANY_STUDY, ASKING, fold

_WORD = re.compile(r"[^\W\d_][\w-]*")
_MANNER = re.compile(
    r"\b(?:(?:high|higher|low|lower|single|repeated|double|half)(?=[ -]doses?\b)|once|twice|daily|"
    r"weekly|monthly|yearly|oral|inhaled|intravenous|subcutaneous|topical|intranasal|early|late|"
    r"morning|evening|short-term|long-term|before|after|"
    r"(?:day|night)(?=[ -]?(?:work|time|shift)))\b",
    re.IGNORECASE,
)
_WITHOUT = re.compile(r"\b(?:without|not (?:given|taking|on|using|treated))\b", re.IGNORECASE)
_CONTROLS = re.compile(
    r"\b(?:(?:control|placebo|sham) (?:group|arm)|(?:on|with|given|under) (?:placebo|sham)|"
    r"controls)\b",
    re.IGNORECASE,
)
# Axes along which a finding goes; a word on another, as "systolic", is a name.
_WAYS = frozenset({"amount", "worth", "length", "speed", "strength", "ease", "presence", "keep"})
# Figures that say how much was given, or when.
_GIVEN = frozenset({"mg", "ug", "mg/kg", "ml", "hour", "day", "week", "month", "year"})


def disagree(statement: str, sentence: str) -> bool:
    """Whether the sentence speaks of just what the statement does, and says the opposite."""
    pair = pair_of(statement, [sentence])
    if _apart(pair):
        return False
    return contradicts(pair) or (_of_the_same(pair) and other_way(pair))


def _apart(pair: Pair) -> bool:
    one, other = pair.said.text, pair.given.text
    for told in (_manners, _given):
        ours, theirs = told(one), told(other)
        if ours and theirs and ours != theirs:
            return True
    if bool(_WITHOUT.search(one)) != bool(_WITHOUT.search(other)):
        return True
    if _of_controls(pair.said) != _of_controls(pair.given):
        return True
    names = _named(pair.said), _named(pair.given)
    # What only one of them names makes it no more than the fuller of the two.
    return bool(names[0] - names[1]) and bool(names[1] - names[0])


def _manners(text: str) -> set[object]:
    return {found.lower() for found in _MANNER.findall(text)}


def _given(text: str) -> set[object]:
    return {(one.value, one.unit) for one in figures(text) if one.unit in _GIVEN}


def _of_controls(passage: Passage) -> bool:
    """Whether it tells what became of those who were given nothing, and compares them with none."""
    return bool(_CONTROLS.search(passage.text)) and not contrasts(passage)


def _of_the_same(pair: Pair) -> bool:
    """Whether neither names what the other does not, forms of a word aside."""
    back = pair_of(pair.given.text, [pair.said.text])
    return not _alone(pair) and not _alone(back)


def _alone(pair: Pair) -> list[Word]:
    """The terms that only the statement has, less what it compares with where the other compares
    with nothing."""
    words = pair.said.words
    compared = () if contrasts(pair.given) else contrasts(pair.said)
    beside = {words[i].start for one in compared for i in one.right}
    return [word for word in missing_terms(pair) if word.start not in beside]


def _named(passage: Passage) -> frozenset[str]:
    """The words that say what and whom it is about: not which way, not how it was studied."""
    pointing = {
        passage.words[pole.place].text.lower() for pole in poles(passage) if pole.axis in _WAYS
    }
    words = {word.lower() for word in _WORD.findall(passage.text)}
    words -= {word for word in pointing if not word.endswith("ness")}
    return frozenset(map(fold, words)) - ASKING - ANY_STUDY
