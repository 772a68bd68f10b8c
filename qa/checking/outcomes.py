"""The clauses of a text, and in each the words that say what it is about, without the setting.

"Pain fell by 3.2 in adults given tezomab" is about pain; the rest says of whom, and with what.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from qa.checking.arms import UNIT
from qa.checking.contrasts import HEADS
from qa.checking.polarity import pointing
from qa.checking.words import Passage

# A full stop behind fewer letters ends an abbreviation.
_CUT = re.compile(
    r"(?<=[\w)%.]{3})[.:?!](?=\s+[A-Z\d]|\s*$)|;|\n|"
    r"\b(?:whereas|while|whilst|although|though|but|however|yet)\b|"
    r"\band(?= (?:[\w-]+ ){1,6}?(?:was|were|did|had|is|are|has|have|does|do|fell|rose|\w+ed)\b)",
    re.IGNORECASE,
)
_COMMA = re.compile(
    r"\b(?:whereas|while|whilst|although|though|despite)\b[^,.;\n]*(,)", re.IGNORECASE
)
# What leads to the setting: of whom, with what, when, compared with what.
_SETTING = frozenset(
    "with in on among after before during at from to than versus vs compared relative by for under "
    "without between when against as through within over into per across following receiving "
    "given taking who that which".split()
)
_COMPARED = frozenset("than versus vs compared relative against".split())
_OF_WHOM = _SETTING - _COMPARED - frozenset("at from to by when as through within over per".split())
# What leads back out of it.
_VERB = re.compile(
    r"was|were|is|are|did|does|do|had|has|have|be|been|remained|fell|rose|led|made|kept|went|"
    r"cut|stayed|grew|gave|came"
)
# Of what is measured these say only how.
_HOW = frozenset(
    "mean median average hazard odds ratio ratios relative absolute risk risks rate rates both "
    "score scores scale difference differences interval value values proportion percentage number "
    "numbers level levels primary secondary outcome outcomes endpoint endpoints point end event "
    "events result results change changes corresponding figure figures respectively overall total "
    "prevalence frequency probability likelihood estimate estimates treatment treatments effect "
    "effects each all incidence".split()
)
_STAND_IN = frozenset("it they them this these those former latter its their".split())
_AXES = frozenset({"amount", "worth", "length", "speed"})
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
Places = tuple[int, ...]


@lru_cache(maxsize=64)
def statements(passage: Passage) -> tuple[Places, ...]:
    """The places of the words of each clause that could stand by itself."""
    found: list[list[int]] = []
    for start, end in pairwise(_cuts(passage.text)):
        places = [i for i, word in enumerate(passage.words) if start <= word.start < end]
        if found and not _tells(passage, found[-1]):
            found[-1] += places
        elif places:
            found.append(places)
    return tuple(map(tuple, found))


def _cuts(text: str) -> list[int]:
    aside = [match.span() for match in _BRACKETS.finditer(text)]
    cuts = {0, len(text)}
    cuts |= {match.start() for match in _CUT.finditer(text)}
    cuts |= {match.start(1) for match in _COMMA.finditer(text)}
    return sorted(cut for cut in cuts if not any(start < cut < end for start, end in aside))


def _tells(passage: Passage, clause: list[int]) -> bool:
    """Whether anything of it could be a verb."""
    return any(_verb(passage.words[place].low) for place in clause)


def _verb(word: str) -> bool:
    return bool(_VERB.fullmatch(word)) or word.endswith("ed")


def outcome(passage: Passage, clause: Places) -> Places:
    """The places of a clause's words that say what it is about."""
    return tuple(_outcome(passage, clause))


def _outcome(passage: Passage, clause: Places) -> Iterator[int]:
    words, aside, told = passage.words, False, False
    brackets = [match.span() for match in _BRACKETS.finditer(passage.text)]
    for before, place in zip((None, *clause), clause, strict=False):
        word = words[place]
        if any(start <= word.start < end for start, end in brackets):
            continue
        verb = _verb(word.low)
        told = told or verb
        if verb or (not told and _behind_comma(passage, place)):
            aside = False
        if word.low in _SETTING:
            how = before is not None and words[before].low in _HOW and word.low == "for"
            aside = not how
        elif not aside and word.content and not verb and not _general(word.low):
            yield place


def setting(passage: Passage, clause: Places) -> Places:
    """The places of a clause's words that say of whom or with what, not compared with what."""
    return tuple(_setting(passage, clause))


def _setting(passage: Passage, clause: Places) -> Iterator[int]:
    words, inside = passage.words, False
    brackets = [match.span() for match in _BRACKETS.finditer(passage.text)]
    for before, place in zip((None, *clause), clause, strict=False):
        word = words[place]
        if any(start <= word.start < end for start, end in brackets):
            continue
        if word.low in _SETTING:
            beside = before is not None and words[before].low in _COMPARED
            inside = word.low in _OF_WHOM and not beside
        elif _verb(word.low):
            inside = False
        elif inside and word.content and not _general(word.low):
            yield place


def stands_in(passage: Passage, clause: Places) -> bool:
    """Whether a clause may be about what another one names: "it fell by 3.2"."""
    return any(passage.words[place].low in _STAND_IN for place in clause)


def _general(word: str) -> bool:
    points = any(axis in _AXES for axis, _ in pointing(word))
    return points or word in _HOW or word in HEADS or bool(UNIT.fullmatch(word))


def _behind_comma(passage: Passage, place: int) -> bool:
    between = passage.text[passage.words[place - 1].end : passage.words[place].start]
    return place > 0 and "," in between
