"""What a statement names that its sentences do not."""

import re
from collections.abc import Sequence
from itertools import groupby, pairwise

from qa.checking.cues import cues
from qa.checking.hedging import reserve
from qa.checking.pair import Pair, clauses
from qa.checking.plain import plain
from qa.checking.polarity import pointing
from qa.checking.words import Passage, Word

_COUNT = re.compile(
    r"zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|"
    r"(?:twen|thir|for|fif|six|seven|eigh|nine)ty|"
    r"hundred|thousand|half|"
    r"halves|thirds?|quarters?|fifths?|tenths?|dozen|twice|\w+fold"
)


def missing_share(pair: Pair) -> float:
    """Share of the statement's content that nothing in the sentences resembles; long words, which
    are seldom general ones, count more."""
    total = sum(map(_weight, pair.said.content))
    return sum(map(_weight, pair.missing)) / total if total else 0.0


def _weight(word: Word) -> float:
    return min(len(word.low), 12) / 8 + word.named


def worst_clause(pair: Pair) -> float:
    """The missing share of the clause that has most, of those with three content words or more."""
    clause = clauses(pair.said)
    missing = {word.start for word in pair.missing}
    shares = [0.0]
    for _, group in groupby(zip(clause, pair.said.words, strict=True), key=lambda one: one[0]):
        words = [word for _, word in group if word.content]
        if len(words) >= 3:
            lost = sum(_weight(word) for word in words if word.start in missing)
            shares.append(lost / sum(map(_weight, words)))
    return max(shares)


def longest_run(pair: Pair) -> int:
    """The most content words on end that are missing."""
    missing = {word.start for word in pair.missing}
    runs = (
        len(list(group))
        for lost, group in groupby(pair.said.content, key=lambda word: word.start in missing)
        if lost
    )
    return max(runs, default=0)


def missing_names(pair: Pair) -> tuple[Word, ...]:
    """Missing words written like names, or with a capital inside a sentence."""
    return tuple(word for word in pair.missing if is_name(pair.said, word))


def is_name(passage: Passage, word: Word) -> bool:
    """Whether the word is written like a name where it stands."""
    before = passage.text[: word.start].rstrip()
    return word.named or (word.text[0].isupper() and bool(before) and before[-1] not in ".:;?!")


def long_ones(words: Sequence[Word]) -> tuple[Word, ...]:
    """Those long enough to be terms rather than everyday words."""
    return tuple(word for word in words if len(word.low) >= 8)


def covered(pair: Pair) -> float:
    """Share of the sentences' content that the statement takes up."""
    content = pair.given.content
    if not content:
        return 0.0
    return sum(pair.said.has(word) for word in content) / len(content)


def neighbours(pair: Pair) -> float:
    """Share of neighbouring content words that are neighbours in the sentences as well."""
    linked = [
        places for word, places in zip(pair.said.words, pair.links, strict=True) if word.content
    ]
    if len(linked) < 2:
        return 0.0
    kept = sum(any(abs(a - b) <= 3 for a in one for b in other) for one, other in pairwise(linked))
    return kept / (len(linked) - 1)


def missing_terms(pair: Pair) -> tuple[Word, ...]:
    """Missing words that are terms: no everyday word, and none that counts, points or reserves."""
    return tuple(word for word in pair.missing if is_term(word))


def is_term(word: Word) -> bool:
    """Whether a word is a term, as far as a word by itself tells."""
    return (
        word.content
        and not plain(word.low)
        and not pointing(word.low)
        and not _COUNT.fullmatch(word.low)
        and not cues(word.low)
        and not any(vars_ for vars_ in _reserves(word.low))
    )


def _reserves(word: str) -> tuple[object, ...]:
    told = reserve(word)
    return (told.hedges, told.mild, told.links, told.causes, told.acts, told.sure)


def replaced(pair: Pair) -> list[tuple[Word, Word]]:
    """Terms of the statement in whose place the sentences have another word that the statement has
    not: a neighbour of both is the same."""
    said, given = pair.said.words, pair.given.words
    used = {place for places in pair.links for place in places}
    missing = {word.start for word in missing_terms(pair)}
    found = []
    for place, word in enumerate(said):
        if word.start not in missing:
            continue
        for step in (1, -1):
            spots = [
                other - step
                for other in _linked(pair, place + step)
                if 0 <= other - step < len(given)
            ]
            instead = [given[s] for s in spots if s not in used and is_term(given[s])]
            if instead:
                found.append((word, instead[0]))
                break
    return found


def _linked(pair: Pair, place: int) -> tuple[int, ...]:
    if not 0 <= place < len(pair.links) or not pair.said.words[place].content:
        return ()
    return pair.links[place]
