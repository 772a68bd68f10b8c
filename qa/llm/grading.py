"""A drafted statement against the sentences it names, and where these fail it against the others.

The model's word counts for nothing here: numbers outside the closed set are refused, the texts
compared are the store's, and retracted work supports nothing.
"""

import re
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass, replace

from index.article import RETRACTED
from prompts import Prompt
from qa.answer import Fault, Grade, Support
from qa.evidence import Evidence
from qa.llm.brief import Brief, sound
from qa.llm.drafted import Drafted
from qa.llm.opinion import Aside

# Sentences that share most words with a statement which its own do not carry: one of these says it,
# or none does.
_CANDIDATES = 8
# Sentences of other articles that are looked at for one that says otherwise.
_OPPONENTS = 6
_WORD = re.compile(r"[^\W_]{3,}|\d+(?:\.\d+)?")

Check = Callable[[str, Sequence[str]], Support]
Contradicts = Callable[[str, str], bool]
Second = Callable[[str, Sequence[str], Support], Generator[Aside, None, Support]]


@dataclass(frozen=True, slots=True)
class Judges:
    """What a statement is held against: `check` says how well sentences carry it, `contradicts`
    whether one says the opposite, `second` what the model thinks of what passes."""

    check: Check
    contradicts: Contradicts
    second: Second | None = None


@dataclass(frozen=True, slots=True)
class Graded:
    """A statement with the sentences it names, how well they carry it, and if not, which do.

    `against` are sentences of other articles that say otherwise.
    """

    text: str
    cited: tuple[Evidence, ...]
    support: Support
    fault: Fault | None = None
    instead: tuple[Evidence, ...] = ()
    against: tuple[Evidence, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether it may stand as it is."""
        return self.support.grade.holds


class Grader:
    """Grades statements over one brief."""

    def __init__(self, shown: Brief, words: Prompt, judges: Judges) -> None:
        self._shown, self._words, self._judges = shown, words, judges
        self._terms = [_terms(one.text) for one in shown.sentences]

    def __call__(self, drafted: Drafted) -> Generator[Aside, None, Graded]:
        """The statement graded; a fault is looked for in all that was shown. What the model is to
        be asked about it comes on the way."""
        known = {n for n in drafted.sentences if 1 <= n <= len(self._shown.sentences)}
        strange = [n for n in dict.fromkeys(drafted.sentences) if n not in known]
        cited = tuple(
            self._shown.sentences[n - 1] for n in dict.fromkeys(drafted.sentences) if n in known
        )
        support = yield from self._support(drafted.text, cited, strange)
        if support.grade.holds:
            against = self._opponents(drafted.text, cited)
            return Graded(drafted.text, cited, support, against=against)
        instead = yield from self._instead(drafted.text, cited)
        if instead:
            worst = replace(support, grade=Grade.UNSUPPORTED)
            return Graded(drafted.text, cited, worst, Fault.MISATTRIBUTED, (instead,))
        fault = Fault.FABRICATED if support.grade is Grade.UNSUPPORTED else None
        return Graded(drafted.text, cited, support, fault)

    def numbers(self, sentences: Sequence[Evidence]) -> list[int]:
        """The numbers under which the model was shown these."""
        shown = [(one.article.key, one.sentence.index) for one in self._shown.sentences]
        return [shown.index((one.article.key, one.sentence.index)) + 1 for one in sentences]

    def _support(
        self, text: str, cited: Sequence[Evidence], strange: Sequence[int]
    ) -> Generator[Aside, None, Support]:
        reasons = []
        if strange:
            numbers = ", ".join(f"[{n}]" for n in strange)
            reasons.append(self._words.render("unknown", numbers=numbers))
        good = [one for one in cited if sound(one)]
        if cited and not good:
            keys = ", ".join(dict.fromkeys(one.article.key for one in cited))
            reasons.append(self._words.render("withdrawn", keys=keys))
        elif good:
            gone = {one.article.key: one.article.status for one in cited if not sound(one)}
            reasons += [self._uncounted(key, status) for key, status in gone.items()]
        if not cited and not strange:
            reasons.append(self._words.render("uncited"))
        if not good:
            return Support(Grade.UNSUPPORTED, tuple(reasons), (text,))
        if any(_plain(text) == _plain(one.text) for one in good):
            return Support(Grade.VERBATIM, tuple(reasons))
        found = yield from self._judged(text, good)
        return replace(found, reasons=(*reasons, *found.reasons))

    def _uncounted(self, key: str, status: str | None) -> str:
        standing = self._words.render("retracted" if status == RETRACTED else "notice")
        return self._words.render("uncounted", key=key, standing=standing)

    def _judged(self, text: str, sentences: Sequence[Evidence]) -> Generator[Aside, None, Support]:
        """The check, and after it the second opinion where there is one."""
        given = [one.text for one in sentences]
        found = self._judges.check(text, given)
        if self._judges.second is None:
            return found
        return (yield from self._judges.second(text, given, found))

    def _instead(
        self, text: str, cited: Sequence[Evidence]
    ) -> Generator[Aside, None, Evidence | None]:
        """The sentence, of those shown and not named, that says all of it."""
        for one in self._alike(text, cited, _CANDIDATES):
            found = yield from self._judged(text, [one])
            if found.grade.holds:
                return one
        return None

    def _opponents(self, text: str, cited: Sequence[Evidence]) -> tuple[Evidence, ...]:
        own = {one.article.key for one in cited}
        others = [one for one in self._shown.sentences if one.article.key in own]
        near = self._alike(text, others, _OPPONENTS)
        return tuple(one for one in near if self._judges.contradicts(text, one.text))

    def _alike(self, text: str, without: Sequence[Evidence], most: int) -> list[Evidence]:
        """Sound sentences with the most words of a text, those `without` left out."""
        wanted = _terms(text)
        left_out = {(one.article.key, one.sentence.index) for one in without}
        shares = [
            (-len(wanted & terms) / (len(wanted) or 1), at)
            for at, (one, terms) in enumerate(zip(self._shown.sentences, self._terms, strict=True))
            if (one.article.key, one.sentence.index) not in left_out and sound(one)
        ]
        return [self._shown.sentences[at] for share, at in sorted(shares)[:most] if share < 0]


def _plain(text: str) -> str:
    return " ".join(text.split())


def _terms(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(text.lower()))
