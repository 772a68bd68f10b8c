"""What a search gives back: articles, each with its best sentences."""

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from index.article import heading
from qa.characters import one_line

if TYPE_CHECKING:
    from qa.notebook.frames import Frame


@dataclass(frozen=True, slots=True)
class FoundSentence:
    """A sentence of a found article; `abstract[start:end] == text`, `score` 0-1."""

    sentence: int
    start: int
    end: int
    section: str | None
    category: str | None
    text: str
    score: float


@dataclass(frozen=True, slots=True)
class FoundArticle:
    """An article that retrieval found, its best sentences first; `score` 0-1, higher is better."""

    key: str
    pmid: str | None
    doi: str | None
    title: str
    journal: str
    year: int | None
    score: float
    status: str | None
    url: str | None
    sentences: tuple[FoundSentence, ...] = ()

    def __str__(self) -> str:
        """Title, where it is from, and its best sentence: a line each."""
        where = f"{self.journal} {self.year or ''}".strip()
        head = heading(self.key, self.pmid, where, self.status)
        best = [one_line(one.text) for one in self.sentences[:1]]
        return "\n".join((one_line(self.title), one_line(head), *best))


@dataclass(frozen=True, slots=True)
class SearchResult:
    """Articles for a query, best first; `reason` says why there are none."""

    query: str
    hits: tuple[FoundArticle, ...]
    reason: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """The result as JSON-ready values."""
        return asdict(self)

    def __str__(self) -> str:
        """The articles by rank, or the reason why there are none."""
        ranked = (f"{rank}. {hit}" for rank, hit in enumerate(self.hits, start=1))
        return "\n".join(one.replace("\n", "\n   ") for one in ranked) or self.reason or ""

    def to_frame(self) -> "Frame":
        """A pandas frame with a row for each article, best first."""
        from qa.notebook.frames import of_search  # noqa: PLC0415  (pandas, only when wanted)

        return of_search(self)

    def _repr_html_(self) -> str:
        from qa.notebook.display import search  # noqa: PLC0415  (templates, only when shown)

        return search(self)
