"""An article as the store knows it: one abstract string, and offsets into it.

For every section and sentence `abstract[start:end]` is its text, always: citations are cut
from the abstract by these offsets and never come from anywhere else.
"""

import re
from dataclasses import asdict, dataclass
from typing import Any

from index.records import Origin, Record

RETRACTED = "retracted"
RETRACTION_NOTICE = "retraction notice"
CONCERN = "expression of concern"
ERRATUM = "erratum"

# PubMed's own words for each standing, gravest first: a publication type on the article itself,
# or the RefType of a notice about it. A retracted paper is not the notice that retracts it.
_STANDINGS: tuple[tuple[str, frozenset[str], frozenset[str]], ...] = (
    (
        RETRACTED,
        frozenset({"retracted publication"}),
        frozenset({"RetractionIn", "PartialRetractionIn", "RetractedandRepublishedIn"}),
    ),
    (RETRACTION_NOTICE, frozenset({"retraction of publication"}), frozenset({"RetractionOf"})),
    (CONCERN, frozenset({"expression of concern"}), frozenset({"ExpressionOfConcernIn"})),
    (ERRATUM, frozenset({"published erratum"}), frozenset({"ErratumIn"})),
)
_RETRACTED_TITLE = re.compile(r"\W*(?:retracted(?: article)?|withdrawn)\s*[:\]]", re.IGNORECASE)
STANDING_TYPES = frozenset().union(*(types for _, types, _ in _STANDINGS))


@dataclass(frozen=True, slots=True)
class Section:
    """A printed section: its label as printed, NLM category, and offsets in the abstract."""

    label: str | None
    category: str | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence: 0-based index in the abstract, offsets, and the number of its section."""

    index: int
    start: int
    end: int
    section: int


@dataclass(frozen=True, slots=True)
class Article:
    """What the store holds of one article; `record` is what its sources say, merged."""

    key: str
    record: Record
    abstract: str
    sections: tuple[Section, ...]
    sentences: tuple[Sentence, ...]
    origins: tuple[Origin, ...]

    @property
    def title(self) -> str:
        return self.record.title

    @property
    def pmid(self) -> str | None:
        return self.record.pmid

    @property
    def doi(self) -> str | None:
        return self.record.doi

    @property
    def statuses(self) -> tuple[str, ...]:
        """Everything known against the article's standing, gravest first, each kind apart."""
        # Searched within the types: tables give several in one text, parted by commas.
        types = "; ".join(self.record.publication_types).lower()
        notices = {notice.kind for notice in self.record.notices}
        told = {RETRACTED} if self._says_retracted() else set()
        return tuple(
            status
            for status, of_type, of_notice in _STANDINGS
            if status in told or any(name in types for name in of_type) or notices & of_notice
        )

    def _says_retracted(self) -> bool:
        """A publisher's mark before the title, or a table's own column, says so too."""
        marked = _RETRACTED_TITLE.match(self.record.title)
        column = str(self.record.extra.get("retracted", "")).strip().lower()
        return bool(marked) or column in ("true", "yes", "1")

    @property
    def status(self) -> str | None:
        """The gravest of `statuses`, or None for an article in good standing."""
        return self.statuses[0] if self.statuses else None

    def __str__(self) -> str:
        """Title, where it is from, and the abstract, a section a line."""
        where = f"{self.journal} {self.record.published}".strip()
        head = heading(self.key, self.pmid, where, self.status)
        sections = [
            f"{one.label}: {text}" if one.label else text
            for one in self.sections
            if (text := self.abstract[one.start : one.end].strip())
        ]
        return "\n".join((self.title, head, *sections))

    def text(self, sentence: Sentence) -> str:
        """The sentence's characters, cut from the abstract."""
        return self.abstract[sentence.start : sentence.end]

    def section(self, sentence: Sentence) -> Section:
        """The section a sentence stands in."""
        return self.sections[sentence.section]

    def to_dict(self) -> dict[str, Any]:
        """The article as JSON-ready values, each sentence with its text."""
        fields = asdict(self)
        for sentence, place in zip(fields["sentences"], self.sentences, strict=True):
            sentence["text"] = self.text(place)
        return {**fields, "status": self.status, "statuses": self.statuses}

    @property
    def journal(self) -> str:
        """The journal's name in full, else as abbreviated."""
        return self.record.journal or self.record.journal_abbreviation

    @property
    def words(self) -> str:
        """What the lexical index holds: title and abstract."""
        return f"{self.title}\n{self.abstract}"

    @property
    def texts(self) -> tuple[str, ...]:
        """What is embedded: the title, then each sentence."""
        return (self.title, *(self.text(sentence) for sentence in self.sentences))


def heading(key: str, pmid: str | None, where: str, status: str | None) -> str:
    """`PMID: 1 · Journal 2020 · RETRACTED`, as far as it is known; `where` it is from."""
    name = f"PMID: {pmid}" if pmid else key
    return " · ".join(filter(None, (name, where, (status or "").upper())))
