"""Which way each thing goes in a text: words that point, with the comparison they stand in."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from qa.checking.contrasts import Contrast, contrasts
from qa.checking.cues import cues
from qa.checking.polarity import Pole, poles
from qa.checking.words import Passage

# A longer time is more of it.
_AXES = {"amount": "amount", "length": "amount", "worth": "worth", "speed": "speed"}
MAIN = frozenset(_AXES.values())
# Words between that say themselves on which side there is more.
_INHERENT = (
    (re.compile(r"exceed|surpass|outnumber", re.I), "amount", 1),
    (re.compile(r"outperform|superior|ahead|beat|preferable", re.I), "worth", 1),
    (re.compile(r"inferior|lagged|behind", re.I), "worth", -1),
)
# Something that becomes more or less, while "higher" compares: a change is not turned round by
# naming the other thing first.
_CHANGES = re.compile(
    r"(?:reduc|decreas|declin|fell$|fall|dropp?|lower(?:ed|ing|s)$|increas|rose$|rise|raise|"
    r"improv|deteriorat|worsen|grew$|gain|lost$|diminish|lessen|prolong|shorten|lengthen|"
    r"suppress|inhibit|delay|cut$|benefit|enhanc|attenuat|elevat|rising|promot|shr[aiu]nk|"
    r"stimulat|induc|prevent|protect|eas(?:ed|es|ing)$|reliev|alleviat|climb|went$|shed$)"
)
_LESS_WITH = frozenset("than with in on for under among after by from when compared".split())
_DENIED = 60  # characters behind a denial
_NEAR = 5
_STOP = re.compile(r"[.;?!](?=\s|$)|\n")
_BAD = re.compile(
    r"pain|ache|symptom|mortal|death|dying|risk|disease|congest|relaps|recur|nause|vomit|anxi|"
    r"depress|fatigue|toxic|adverse|complicat|bleed|infect|burden|sever|stress|inflam|damag|injur|"
    r"hypertens|failure|itch|prurit|lesion|tumou?r|cancer|seizur|attack|cough|infarct|stroke|"
    r"degenerat|ulcer|impair|resist|incontinen|insomn|obes|fever|distress|disab"
)
_GOOD = re.compile(
    r"surviv|function|quality|perform|respon|remission|heal|recover|adheren|satisf|toleran|"
    r"capacit|knowledge|memor|complian|efficac|sensitiv|specific|accura|integrit|toler|fitness|"
    r"endurance|strength|cognit"
)


@dataclass(frozen=True, slots=True)
class Trend:
    """A word that points: its place, axis and sign, and the comparison it is in, of which the sign
    tells whether the left side has more. A comparison turns on its `main` one."""

    place: int
    axis: str
    sign: int
    contrast: Contrast | None
    denied: bool
    change: bool
    main: bool


@lru_cache(maxsize=64)
def trends(passage: Passage) -> tuple[Trend, ...]:
    """The pointing words of a passage, in no order."""
    return (*_pointing(passage), *_inherent(passage))


def _pointing(passage: Passage) -> Iterator[Trend]:
    words, known = passage.words, contrasts(passage)
    found = [
        p for p in poles(passage) if p.axis in _AXES and not words[p.place].low.startswith("health")
    ]
    changes = [p.place for p in found if _CHANGES.match(words[p.place].low)]
    denials = [cue for cue in cues(passage.text) if cue.strong or cue.even]
    lessened = _lessened(passage, changes)
    for pole in found:
        word = words[pole.place]
        contrast = _around(passage.text, known, word.start)
        if contrast and _is_degree(passage, pole, changes, contrast):
            continue
        sign = -pole.sign if contrast and pole.place in lessened else pole.sign
        denied = any(c.start < word.start < c.end + _DENIED for c in denials)
        inside = contrast is not None and contrast.start <= word.start < contrast.end
        main = inside and contrast is not None and pole.place == _turning(passage, found, contrast)
        change = pole.place in changes
        axis = _AXES[pole.axis]
        yield Trend(pole.place, axis, sign, contrast, denied, change, main)
        if axis == "worth" and (value := _value(passage, pole.place)):
            yield Trend(pole.place, "amount", sign * value, contrast, denied, change, False)


def _inherent(passage: Passage) -> Iterator[Trend]:
    denials = cues(passage.text)
    for contrast in contrasts(passage):
        for form, axis, sign in _INHERENT:
            if form.match(passage.text, contrast.at):
                place = next(i for i, w in enumerate(passage.words) if w.end > contrast.at)
                denied = any(contrast.start <= cue.start < contrast.at for cue in denials)
                yield Trend(place, axis, sign, contrast, denied, False, True)


def _around(text: str, known: Sequence[Contrast], at: int) -> Contrast | None:
    """The comparison in whose clause a place is; else the only one of its sentence."""
    inside = [c for c in known if c.start <= at < c.end]
    if inside:
        return min(inside, key=lambda c: abs(c.at - at))
    near = [c for c in known if not _STOP.search(text, min(at, c.at), max(at, c.at))]
    return near[0] if len(near) == 1 else None


def _is_degree(passage: Passage, pole: Pole, changes: Sequence[int], contrast: Contrast) -> bool:
    """Whether it only says how much of a change: "reduced pain more than"."""
    words = passage.words
    return words[pole.place].low in ("more", "most", "less") and any(
        place < pole.place and contrast.start <= words[place].start for place in changes
    )


def _lessened(passage: Passage, changes: Sequence[int]) -> set[int]:
    """Places of changes that are smaller than the other: "fell less than", "reduced it less than",
    "lost less weight"."""
    words = passage.words
    found = set()
    for place, word in enumerate(words[:-1]):
        behind = words[place + 1].low in _LESS_WITH
        if word.low == "less" and (behind or place - 1 in changes):
            before = [i for i in changes if place - 12 <= i < place]
            found |= set(before[-1:])
    return found


def _turning(passage: Passage, found: Sequence[Pole], contrast: Contrast) -> int:
    """The pointing word that a comparison turns on: the last before it, else the first behind."""
    words = passage.words
    inside = [p.place for p in found if contrast.start <= words[p.place].start < contrast.end]
    before = [place for place in inside if words[place].start < contrast.at]
    return max(before) if before else min(inside)


def _value(passage: Passage, place: int) -> int:
    """Whether what gets better there is a thing to have more of (+1) or less (-1), 0 if unknown."""
    around = passage.words[max(0, place - _NEAR) : place + _NEAR + 1]
    bad = any(_BAD.match(word.low) for word in around if word.start != passage.words[place].start)
    good = any(_GOOD.match(word.low) for word in around)
    return good - bad
