"""Findings of no difference in a statement where its sentences find one of the same thing.

That a source has a denial somewhere licenses none elsewhere: what counts is the part of the source
that is about what the statement denies.
"""

import re
from collections import defaultdict
from collections.abc import Sequence

from qa.checking import negation
from qa.checking.cues import Cue
from qa.checking.pair import Pair, clauses
from qa.checking.polarity import pointing
from qa.checking.trends import trends
from qa.checking.words import Passage

_CUT = re.compile(
    r"[.;:?!](?=\s|$)|,(?=\s)|\n|\b(?:whereas|while|whilst|although|though|but|however|yet|which|"
    r"because|despite|so that|and(?= \w+ (?:was|were|did|had|is|are|has|have|does|do)\b)|except|"
    r"rather than)\b",
    re.IGNORECASE,
)
# Shares of the words around a denial that stand in the sentences undenied: where these deny
# nothing at all, and where they deny something.
_NONE_GIVEN = 0.15
_SOME_GIVEN = 0.4
# How much more alike a part without a denial must be than any with one, 0-1.
_PART = 0.4
_TREND = 0.4
_REACH = 6
_FEW = 3


def denied_difference(pair: Pair) -> Cue | None:
    """A finding of no difference that the sentences do not make, where they are about the same."""
    said, given = negation.own_cues(pair)
    strong = [cue for cue in said if cue.even and cue.strong]
    if not strong:
        return None
    added = negation.compare(pair)
    enough = added.added >= (_SOME_GIVEN if given else _NONE_GIVEN)
    if added.cue_added in strong and len(said) > len(given) and enough:
        return added.cue_added
    if _against_trends(pair, strong, given) >= _TREND:
        return strong[0]
    if not any(cue.even for cue in given) and _against_parts(pair, strong, given) >= _PART:
        return strong[0]
    return None


def _against_trends(pair: Pair, said: Sequence[Cue], given: Sequence[Cue]) -> float:
    """How much more alike the surroundings of a denial are to those of something that goes up or
    down in the sentences than to those of anything that they deny."""
    denied = [_focus(pair.given, cue) for cue in given]
    covered = {place for places in denied for place in places}
    going = [t.place for t in trends(pair.given) if t.place not in covered]
    best = 0.0
    for cue in said:
        for place in _focus(pair.said, cue)[:1]:
            told = max((pair.near(place, other) for other in going), default=0.0)
            kept = max((pair.near(place, places[0]) for places in denied if places), default=0.0)
            best = max(best, told - kept)
    return best


def _focus(passage: Passage, cue: Cue) -> list[int]:
    """Places of the pointing words that a denial is about, else its own."""
    words, clause = passage.words, clauses(passage)
    at = next((i for i, word in enumerate(words) if word.end > cue.start), None)
    if at is None:
        return []
    last = next((i for i, word in enumerate(words) if word.start >= cue.end), len(words))
    inside = {t.place for t in trends(passage) if at <= t.place < last + _REACH}
    return sorted(place for place in inside if clause[place] == clause[at]) or [at]


def _against_parts(pair: Pair, said: Sequence[Cue], given: Sequence[Cue]) -> float:
    """For the parts of the statement with a denial: how much more of one stands in a part of the
    sentences without a denial than in any with one."""
    parts = [(set(part), _holds(pair.given, part, given)) for part in _parts(pair.given)]
    best = 0.0
    for part in _parts(pair.said):
        words = [i for i in part if _telling(pair.said, i)]
        if len(words) >= 2 and _holds(pair.said, part, said):
            shares = [
                (sum(bool(here & set(pair.links[i])) for i in words) / len(words), denied)
                for here, denied in parts
            ]
            without = max((share for share, denied in shares if not denied), default=0.0)
            within = max((share for share, denied in shares if denied), default=0.0)
            best = max(best, without - within)
    return best


def _telling(passage: Passage, place: int) -> bool:
    return passage.words[place].content and not pointing(passage.words[place].low)


def _holds(passage: Passage, part: Sequence[int], found: Sequence[Cue]) -> bool:
    start, end = passage.words[part[0]].start, passage.words[part[-1]].end
    return any(start <= cue.start < end for cue in found)


def _parts(passage: Passage) -> list[list[int]]:
    """The places of words between commas, conjunctions and the like; what is too short to say
    anything goes with what is before it, at the start with what is behind."""
    cuts = [match.start() for match in _CUT.finditer(passage.text)]
    raw: dict[int, list[int]] = defaultdict(list)
    for place, word in enumerate(passage.words):
        raw[sum(cut <= word.start for cut in cuts)].append(place)
    parts: list[list[int]] = []
    for places in raw.values():
        if parts and _short(passage, places):
            parts[-1] += places
        else:
            parts.append(places)
    if len(parts) > 1 and _short(passage, parts[0]):
        parts[1] = parts[0] + parts[1]
        del parts[0]
    return parts


def _short(passage: Passage, places: Sequence[int]) -> bool:
    return sum(passage.words[place].content for place in places) < _FEW
