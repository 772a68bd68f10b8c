"""A statement that is a sentence nearly word for word: what was put into it stands out.

Free wording hides a changed name among many new words; in a near-copy every new word is a change.
"""

from collections.abc import Iterator
from difflib import SequenceMatcher

from qa.checking.contract import Finding, FindingKind
from qa.checking.naming import missing_terms
from qa.checking.pair import Pair
from qa.checking.polarity import pointing
from qa.checking.saying import say
from qa.checking.words import Word

# The share of its words that a near-copy has in common with the sentences, in their order.
_COPIED = 0.75
_LEAST = 5
# "HR", "RR" and "OR" stand for ratios that the sentence spells out.
_SHORT = 3


def changes(pair: Pair) -> Iterator[Finding]:
    """Terms that no sentence has, and words that point the other way, in a near-copy."""
    said, given = pair.said.words, pair.given.words
    matcher = SequenceMatcher(
        None, [word.low for word in said], [word.low for word in given], autojunk=False
    )
    blocks = matcher.get_opcodes()
    copied = sum(end - start for tag, start, end, _, _ in blocks if tag == "equal")
    if len(said) < _LEAST or copied < _COPIED * len(said):
        return
    foreign = set(missing_terms(pair))
    for tag, start, end, other_start, other_end in blocks:
        if tag in ("equal", "delete"):
            continue
        before = (
            given[other_start:other_end] if other_end - other_start <= 3 * (end - start) else ()
        )
        for word in said[start:end]:
            if opposite := _opposite(word, before):
                reason = say("instead", word=word.text, other=opposite.text)
                yield Finding(FindingKind.DIRECTION, reason, word.start, word.end)
            elif word in foreign and len(word.text) > _SHORT:
                reason = say("not_named", word=word.text)
                yield Finding(FindingKind.NAME, reason, word.start, word.end)


def _opposite(word: Word, before: tuple[Word, ...]) -> Word | None:
    """The word it replaced that points the other way on the same axis."""
    ours = dict(pointing(word.low))
    for other in before:
        theirs = dict(pointing(other.low))
        if any(theirs.get(axis) == -sign for axis, sign in ours.items()):
            return other
    return None
