"""One article from several sources: which source wins, and what is never lost.

A better source (PubMed's own formats) wins over a poorer one whatever their order; between
equals the later one wins, as update files require, unless it carries an older PMID version.
What the winner leaves empty is filled from the other.
"""

from dataclasses import fields, replace

from index.article import STANDING_TYPES
from index.records import Part, Record

# Higher is better: how much of a record a format carries, and how faithfully. Formats not named
# are 0; gold sets come last, for they give a question as title, or pieces of an abstract.
_RANK = {
    "pubmed-xml": 5,
    "medline": 4,
    "pubmed-text": 3,
    "saved-page": 2,
    "ris": 1,
    "beir": -1,
    "scifact": -1,
    "pubmedqa": -2,
    "bioasq": -3,
}


def merge(stored: Record, incoming: Record) -> Record:
    """One record from two that describe the same article."""
    winner, other = (incoming, stored) if _wins(incoming, stored) else (stored, incoming)
    filled = {
        field.name: getattr(winner, field.name) or getattr(other, field.name)
        for field in fields(Record)
    }
    filled["parts"] = _fuller_parts(winner, other)
    filled["truncated"] = (
        filled["parts"] != () and (winner if filled["parts"] == winner.parts else other).truncated
    )
    # A retraction or concern known to either source is never lost to a poorer record.
    filled["notices"] = tuple(dict.fromkeys(winner.notices + other.notices))
    filled["publication_types"] = _types(winner, other)
    filled["extra"] = {**other.extra, **winner.extra}
    return Record(**filled)


def same_article(stored: Record, incoming: Record) -> bool:
    """Whether two records that share an identifier describe one article.

    Two PMIDs are two articles, whatever DOI they share; and since a source's own ids (`1`,
    `ref12`) repeat from file to file, those count only within a file or under the same title.
    """
    if stored.pmid and incoming.pmid:
        return stored.pmid == incoming.pmid
    if incoming.pmid or incoming.doi or (stored.pmcid and stored.pmcid == incoming.pmcid):
        return True
    return same_title(stored, incoming) or (
        stored.origin.path == incoming.origin.path and stored.origin.path != "-"
    )


def same_title(one: Record, other: Record) -> bool:
    """Whether two records have the same title, but for case, spaces, brackets and a full stop."""
    return _plain(one.title) == _plain(other.title)


def _plain(title: str) -> str:
    return " ".join(title.lower().strip(" .[]").split())


def _wins(incoming: Record, stored: Record) -> bool:
    rank_in, rank_stored = (_RANK.get(r.origin.format, 0) for r in (incoming, stored))
    if rank_in != rank_stored:
        return rank_in > rank_stored
    return (incoming.version or 0) >= (stored.version or 0)


def _fuller_parts(winner: Record, other: Record) -> tuple[Part, ...]:
    """The winner's abstract, unless it is missing, or cut short where the other's is whole.

    Of the same words, those whose source gives the sentences: gold goes by their numbers.
    """
    if not winner.parts or (winner.truncated and other.parts and not other.truncated):
        return other.parts
    if winner.parts != other.parts and _unspanned(other.parts) == winner.parts:
        return other.parts
    return winner.parts


def _unspanned(parts: tuple[Part, ...]) -> tuple[Part, ...]:
    return tuple(replace(part, spans=()) for part in parts)


def _types(winner: Record, other: Record) -> tuple[str, ...]:
    kept = [
        name
        for name in other.publication_types
        if any(standing in name.lower() for standing in STANDING_TYPES)
    ]
    return tuple(dict.fromkeys((*(winner.publication_types or other.publication_types), *kept)))
