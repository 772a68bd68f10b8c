"""An abstract cut into sections and cited sentences, by offsets alone: put together again, the
pieces are the abstract."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from index.article import Section
from qa.showing.text import held, line

# The number of a sentence that is marked and not cited.
UNNUMBERED = 0


@dataclass(frozen=True, slots=True)
class Span:
    """A sentence to be marked: its number as a citation and its offsets in the abstract."""

    number: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters cited by the same `numbers`; `begins` are those whose sentence begins here."""

    text: str
    numbers: tuple[int, ...]
    begins: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """A section: its label as printed, if any, and its characters up to the next."""

    label: str
    pieces: tuple[Piece, ...]


def blocks(abstract: str, sections: Sequence[Section], spans: Iterable[Span]) -> tuple[Block, ...]:
    """The whole abstract; what stands before the first section has a block without a label."""
    labels = {0: ""}
    for section in sections:
        labels[min(max(section.start, 0), len(abstract))] = line(section.label or "")
    starts = sorted(labels)
    ordered = sorted(spans, key=lambda span: (span.start, -span.end, span.number))
    cut = zip(starts, [*starts[1:], len(abstract)], strict=True)
    return tuple(
        Block(labels[start], tuple(_pieces(abstract, start, end, ordered)))
        for start, end in cut
        if end > start
    )


def _pieces(abstract: str, start: int, end: int, spans: Sequence[Span]) -> Iterator[Piece]:
    within = [span for span in spans if span.start < end and span.end > start]
    edges = {edge for span in within for edge in (span.start, span.end) if start < edge < end}
    cuts = sorted({start, end} | edges)
    for left, right in pairwise(cuts):
        covering = [span for span in within if span.start <= left and span.end >= right]
        yield Piece(
            held(abstract[left:right]),
            tuple(span.number for span in covering),
            tuple(span.number for span in covering if span.start == left),
        )
