"""The statements of `benchmarks/statements`, each with the sentences it cites."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from index.store import Store

FOLDER = Path(__file__).resolve().parents[1] / "statements"
FAITHFUL = "faithful"
CORRUPTED = (
    *("number", "negation", "direction", "arms", "hedge", "population"),
    *("wrong-sentence", "invented"),
)


@dataclass(frozen=True, slots=True)
class Line:
    """One statement; `sentences` are the texts cited, `key` their article."""

    id: str
    kind: str
    key: str
    statement: str
    sentences: tuple[str, ...]

    @property
    def faithful(self) -> bool:
        """Whether its sentences say it."""
        return self.kind == FAITHFUL


def read(part: str, store: Store) -> list[Line]:
    """The lines of `dev`, `test` or `train`; their texts are cut from the store by their spans."""
    lines = (FOLDER / f"{part}.jsonl").read_text(encoding="utf-8").splitlines()
    return [_line(json.loads(line), store) for line in lines]


def _line(fields: dict[str, object], store: Store) -> Line:
    spans = fields["spans"]
    assert isinstance(spans, list)
    articles = [store.catalogue.get(key) for key, _, _ in spans]
    texts = [a.abstract[start:end] for a, (_, start, end) in zip(articles, spans, strict=True)]
    return Line(
        str(fields["id"]),
        str(fields["kind"]),
        articles[0].key,
        str(fields["statement"]),
        tuple(texts),
    )


def shares(lines: Sequence[Line], flagged: Sequence[bool]) -> dict[str, float]:
    """The share of each kind that is flagged, 0-1."""
    kinds = dict.fromkeys((FAITHFUL, *CORRUPTED))
    return {
        kind: sum(f for one, f in zip(lines, flagged, strict=True) if one.kind == kind)
        / max(1, sum(one.kind == kind for one in lines))
        for kind in kinds
    }
