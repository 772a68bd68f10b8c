"""What the check's network learns from: statements with the sentences they cite, right or wrong.

Written statements as they are; faithful ones changed by rule (or with a sentence changed); and
sentences of the corpus, said otherwise and changed by rule. Where a rule changed something, the
place is known.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from benchmarks.checker.perturb import Span, changed
from benchmarks.checker.rewrite import rewritten
from benchmarks.checker.statements import Line

# Shares of written statements, and of written statements changed by rule; the rest is by rule.
_WRITTEN, _CHANGED = 0.6, 0.2
_RECENT = 3000


@dataclass(frozen=True, slots=True)
class Example:
    """`wrong` where the sentences do not say it; `spans` are the places at fault, where known."""

    statement: str
    sentences: tuple[str, ...]
    wrong: bool
    spans: tuple[Span, ...] | None


@dataclass(slots=True)
class Drawing:
    """Examples without end, drawn from written lines and from abstracts (lists of sentences)."""

    lines: Sequence[Line]
    abstracts: Sequence[Sequence[str]]
    rng: random.Random
    _left: list[Line] = field(default_factory=list)
    _faithful: list[Line] = field(default_factory=list)

    def __iter__(self) -> Iterator[Example]:
        while True:
            share = self.rng.random()
            if share < _WRITTEN or not self._faithful:
                yield self._written()
            elif share < _WRITTEN + _CHANGED:
                yield self._changed() or self._by_rule()
            else:
                yield self._by_rule()

    def _written(self) -> Example:
        if not self._left:
            self._left = self.rng.sample(list(self.lines), len(self.lines))
        line = self._left.pop()
        if line.faithful:
            self._faithful = [*self._faithful[-_RECENT:], line]
        spans = () if line.faithful else None
        return Example(line.statement, line.sentences, not line.faithful, spans)

    def _changed(self) -> Example | None:
        """A faithful statement that is faithful no more."""
        line = self.rng.choice(self._faithful)
        if self.rng.random() < 0.65:
            made = changed(line.statement, self.rng)
            return Example(made.text, line.sentences, True, made.spans) if made else None
        at = self.rng.randrange(len(line.sentences))
        old = line.sentences[at]
        made = changed(old, self.rng)
        if made is None or not _matters(old, made.text, line.statement):
            return None
        sentences = (*line.sentences[:at], made.text, *line.sentences[at + 1 :])
        return Example(line.statement, sentences, True, None)

    def _by_rule(self) -> Example:
        while True:
            abstract = self.rng.choice(self.abstracts)
            made = self._of(abstract) if len(abstract) >= 3 else None
            if made:
                return made

    def _of(self, abstract: Sequence[str]) -> Example | None:
        rng = self.rng
        at = rng.randrange(len(abstract))
        said = rewritten(abstract[at], rng)
        beside = [at] if rng.random() > 0.2 else sorted({at, (at + 1) % len(abstract)})
        sentences = tuple(abstract[n] for n in beside)
        way = rng.random()
        if way < 0.45:
            return Example(said, sentences, False, ())
        if way < 0.9:
            made = changed(said, rng)
            return Example(made.text, sentences, True, made.spans) if made else None
        other = rng.choice([n for n in range(len(abstract)) if n not in beside])
        if way < 0.95:
            return Example(said, (abstract[other],), True, None)
        added = rewritten(abstract[other], rng).split(", ")[0].rstrip(".")
        base = said.rstrip(".")
        joined = f"{base}{rng.choice([', and ', '; ', ', while '])}{added[:1].lower()}{added[1:]}."
        return Example(joined, sentences, True, ((len(base), len(joined)),))


def _matters(old: str, new: str, statement: str) -> bool:
    """Whether the first word that was changed stands in the statement."""
    before, after = old.split(), new.split()
    first = next((a for a, b in zip(before, after, strict=False) if a != b), "")
    return first.strip(".,;()").lower() in statement.lower().split()
