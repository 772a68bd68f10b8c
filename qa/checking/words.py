"""A text as words with their places, and whether two words are forms of the same one."""

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache

from qa.checking.stems import stem
from qa.checking.synonyms import SAME, STOP

_WORD = re.compile(
    r"[^\W\d_]+(?:['’][^\W\d_]+)?(?:\d[\w.]*\w|\d)?|\d+(?:[.,·]\d+)*(?:\([A-Z]+\))?\w*"
)
# "Group A", "stage III", "type 2": the letter or number is a name, and is marked as one.
_LABEL = re.compile(
    r"(?<=(?:roup|tage|rade|hase|lass)[ -])(?:[A-Z]|I{1,3}V?|[1-9])\b|(?<=(?:[Aa]rm|"
    r"ype)[ -])(?:[A-Z]|I{1,3}V?|[1-9])\b"
)
_MARK = "#"
_NONE: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text: `text[start:end]`, `low` the same in small letters."""

    text: str
    low: str
    start: int
    end: int

    @property
    def content(self) -> bool:
        """Whether it carries meaning of its own."""
        if self.label:
            return True
        return self.low not in STOP and (len(self.low) > 2 or self.named) and not self.figure

    @property
    def label(self) -> bool:
        """Whether it tells one group, arm, stage or type from another."""
        return self.low.endswith(_MARK)

    @property
    def figure(self) -> bool:
        """Whether it is a number, with or without a unit behind it."""
        return self.text[0].isdigit() and not self.label and not re.search(r"[A-Z(]", self.text)

    @property
    def named(self) -> bool:
        """Whether it is written like a name: HbA1c, CYP2C9, EEG."""
        tail = self.text[1:]
        return any(c.isupper() for c in tail) or (
            any(c.isdigit() for c in tail) and not self.figure
        )


@dataclass(frozen=True)
class Passage:
    """A text and its words."""

    text: str

    @cached_property
    def words(self) -> tuple[Word, ...]:
        """Every word in order."""
        return tuple(
            Word(
                m.group(),
                m.group() + _MARK if _LABEL.match(self.text, m.start()) else m.group().lower(),
                m.start(),
                m.end(),
            )
            for m in _WORD.finditer(self.text)
        )

    @cached_property
    def content(self) -> tuple[Word, ...]:
        """The words that carry meaning."""
        return tuple(word for word in self.words if word.content)

    @cached_property
    def initials(self) -> str:
        """First letters of the words, for abbreviations."""
        return "".join(word.low[0] for word in self.words)

    def has(self, word: Word) -> bool:
        """Whether a form of the word, a synonym or its abbreviation stands in the text."""
        return any(alike(word.low, other.low) for other in self.words) or self._abbreviated(word)

    def _abbreviated(self, word: Word) -> bool:
        letters = word.low.rstrip("s") if word.named else ""
        return len(letters) >= 3 and letters in self.initials


@lru_cache(maxsize=500_000)
def alike(one: str, other: str) -> bool:
    """Whether two words are forms of one word, or synonyms."""
    if one == other:
        return True
    if one.endswith(_MARK) or other.endswith(_MARK):
        return False
    stems = stem(one), stem(other)
    if stems[0] == stems[1]:
        return True
    if SAME.get(stems[0], _NONE) & SAME.get(stems[1], _NONE):
        return True
    short, long = sorted(stems, key=len)
    shared = next((i for i, c in enumerate(short) if long[i] != c), len(short))
    return shared >= 4 and shared >= 0.75 * len(short) and len(long) - shared <= 4
