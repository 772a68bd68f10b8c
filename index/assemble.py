"""Turn a record into an article: join its sections, split them into sentences, keep offsets.

Sentences that a source gives itself are kept: what was published about them goes by their number.
"""

from index.article import Article, Section, Sentence
from index.identity import make_key
from index.records import Origin, Part, Record
from index.sentences import split

# One character between sections, so that offsets equal those of texts joined by a space.
SECTION_BREAK = "\n"


def assemble(record: Record, origins: tuple[Origin, ...]) -> Article:
    """The article a record describes; sentences never cross sections."""
    parts = tuple(part for part in record.parts if part.text.strip())
    abstract = SECTION_BREAK.join(part.text for part in parts)
    sections = _sections(parts)
    return Article(
        key=key_of(record),
        record=record,
        abstract=abstract,
        sections=sections,
        sentences=_sentences(parts, sections),
        origins=origins,
    )


def key_of(record: Record) -> str:
    """The record's key; without any identifier, a hash of what it says stands in for one."""
    content = "\n".join((record.title, *(part.text for part in record.parts)))
    return make_key(record.pmid, record.doi, record.own_id, content)


def _sections(parts: tuple[Part, ...]) -> tuple[Section, ...]:
    sections, start = [], 0
    for part in parts:
        end = start + len(part.text)
        sections.append(Section(part.label, part.category, start, end))
        start = end + len(SECTION_BREAK)
    return tuple(sections)


def _sentences(parts: tuple[Part, ...], sections: tuple[Section, ...]) -> tuple[Sentence, ...]:
    spans = [
        (section.start + start, section.start + end, number)
        for number, (part, section) in enumerate(zip(parts, sections, strict=True))
        for start, end in part.spans or split(part.text)
    ]
    return tuple(Sentence(index, *span) for index, span in enumerate(spans))
