"""Findings where the sentences say the contrary, or say it of another, or less surely."""

import re
from collections.abc import Iterator

from qa.checking import direction, hedging, negation, rivals
from qa.checking.boasts import boasts
from qa.checking.contract import Finding, FindingKind
from qa.checking.cues import Cue
from qa.checking.denials import denied_difference
from qa.checking.exchanged import exchange
from qa.checking.misplaced import misplaced
from qa.checking.pair import Pair
from qa.checking.saying import say
from qa.checking.splices import splices
from qa.checking.turned import clashes
from qa.checking.unsettled import unsettled
from qa.checking.words import Word

# The least that a rule must be sure of before a reader is told; shares as the rules give them.
_NEGATION = 0.6
_DIRECTION = 0.45
_SWAP_GAIN = 0.9
_SWAP_SHARE = 0.45
_HEDGE = 0.5
_ASIDE = re.compile(
    r"\b(?:but|and|or|who|that|which|whereas)(?: (?:there|it|they|these)?)?"
    r"(?: ?(?:was|were|did|do|does|is|are))?\s*$",
    re.IGNORECASE,
)


def contradictions(pair: Pair) -> Iterator[Finding]:
    """What the statement turns round, exchanges, or says more boldly."""
    negated = list(_negation(pair))
    yield from negated
    swapped = list(_arms(pair))
    yield from swapped
    if not negated and not swapped:
        yield from list(_direction(pair)) or _trends(pair)
    yield from _spliced(pair)
    yield from _hedge(pair)
    yield from unsettled(pair)
    yield from boasts(pair)


def _negation(pair: Pair) -> Iterator[Finding]:
    said, given = negation.own_cues(pair)
    turned, tight = negation.compare(pair), negation.compare(pair, negation.TIGHT)
    added, dropped = turned.cue_added, turned.cue_dropped
    if added and added.strong and not given and turned.added >= _NEGATION:
        label = pair.said.text[added.start : added.end]
        reason = say("denies", label=label)
        yield Finding(FindingKind.NEGATION, reason, added.start, added.end)
        return
    if evened := denied_difference(pair):
        label = pair.said.text[evened.start : evened.end]
        reason = say("evens", label=label)
        yield Finding(FindingKind.NEGATION, reason, evened.start, evened.end)
        return
    sure = min(turned.dropped, tight.dropped) >= _NEGATION
    if dropped and dropped.strong and sure and not said and not _aside(pair.given.text, dropped):
        reason = say("denied", words=_around(pair.given.text, dropped))
        yield Finding(FindingKind.NEGATION, reason, 0, len(pair.said.text))


def _aside(text: str, cue: Cue) -> bool:
    """Whether the denial only sets another thing off: "but not", "who did not"."""
    return bool(_ASIDE.search(text[: cue.start]))


def _around(text: str, cue: Cue) -> str:
    """The cue with the few words behind it."""
    return " ".join(text[cue.start :].split()[:6]).rstrip(".,;")


def _direction(pair: Pair) -> Iterator[Finding]:
    turn, sides = direction.compare(pair), direction.sides(pair)
    if sides.swapped >= 0.4 or turn.at is None or turn.against is None:
        return
    if direction.COMPARES.search(pair.said.text) and not (sides.wrong >= 0.5 and not sides.right):
        return
    if turn.main and turn.agreeing == 0 and turn.locally >= _DIRECTION:
        word, other = pair.said.words[turn.at], pair.given.words[turn.against]
        reason = say("instead", word=word.text, other=other.text)
        yield Finding(FindingKind.DIRECTION, reason, word.start, word.end)


def _trends(pair: Pair) -> Iterator[Finding]:
    clash = next(clashes(pair), None)
    if clash is None:
        return
    word, other = pair.said.words[clash.said.place], pair.given.words[clash.given.place]
    if clash.swapped:
        kind = FindingKind.ARMS
        reason = say("other_side", word=word.text)
    else:
        kind = FindingKind.DIRECTION
        reason = say("instead", word=word.text, other=other.text)
    yield Finding(kind, reason, word.start, word.end)


def _arms(pair: Pair) -> Iterator[Finding]:
    swap = rivals.swap(pair)
    if swap.words and swap.gain >= _SWAP_GAIN and swap.share >= _SWAP_SHARE and not swap.kept:
        yield _changed_places(*swap.words)
    elif found := exchange(pair):
        yield _changed_places(found.one, found.other)


def _changed_places(*words: Word) -> Finding:
    one, other = sorted(words, key=lambda word: word.start)
    reason = say("exchanged", one=one.text, other=other.text)
    return Finding(FindingKind.ARMS, reason, one.start, other.end)


def _spliced(pair: Pair) -> Iterator[Finding]:
    for one in (*splices(pair), *misplaced(pair)):
        told = pair.said.text[one.start : one.end].strip()
        reason = say("spliced", told=told, one=one.said.text, other=one.given.text)
        yield Finding(FindingKind.SPLICE, reason, one.start, one.end)


def _hedge(pair: Pair) -> Iterator[Finding]:
    said, given = hedging.reserve(pair.said.text), hedging.reserve(pair.given.text)
    share, hedge = hedging.dropped(pair)
    bold = (*said.sure, *said.causes)
    if hedge is not None and share >= _HEDGE and bold:
        reason = say("outright", hedge=hedge.group())
        yield Finding(FindingKind.HEDGE, reason, bold[0].start(), bold[0].end())
        return
    link = hedging.PLAIN_LINK.search(pair.given.text)
    cause = hedging.PLAIN_CAUSE.search(pair.said.text)
    if link and cause and not (given.causes or said.links or said.hedges):
        reason = say("instead", word=cause.group(), other=link.group())
        yield Finding(FindingKind.CAUSE, reason, cause.start(), cause.end())
