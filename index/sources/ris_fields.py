"""What the tags of one RIS entry mean."""

import html
import re
from collections.abc import Iterator

from index.records import Author, Origin, Record
from index.sources.abstracts import clean, parts_of
from index.sources.dates import year_of
from index.sources.names import author_of
from index.sources.ris_ids import Tags, doi_of, own_id_of, pmcid_of, pmid_of

_READ = frozenset("TI T1 ST AB N2 AU A1 JF T2 JO JA J1 J2 VL IS SP EP DO DA PY Y1 KW LA ID".split())
_MARKUP = re.compile(r"</?(?:i|b|u|em|strong|sub|sup)\s*/?>", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z]{2,8}\d?);", re.IGNORECASE)
# PMC lists every date of an article's life as PY: 2013/02/15/received.
_OTHER_DATE = re.compile(r"/(?:received|accepted|revised)$", re.IGNORECASE)
_NO_TYPE = re.compile(r".*\d|(?:no|doi)\b", re.IGNORECASE)


def record_of(tags: Tags, origin: Origin) -> Record:
    """The record that an entry's tags make; tags without a field are in `extra["tags"]`."""
    parts, truncated = parts_of(_abstract(tags))
    journal, abbreviation = _journal(tags)
    published = _published(tags)
    pmid, doi, pmcid = pmid_of(tags), doi_of(tags), pmcid_of(tags)
    extra = {
        tag: kept
        for tag, values in tags.items()
        if tag not in _READ and (kept := list(filter(None, values)))
    }
    return Record(
        origin=origin,
        title=_first(tags, "TI", "T1", "ST"),
        parts=parts,
        pmid=pmid,
        doi=doi,
        pmcid=pmcid,
        own_id=own_id_of(tags),
        journal=journal,
        journal_abbreviation=abbreviation,
        volume=_first(tags, "VL"),
        issue=_first(tags, "IS"),
        pages=_pages(tags),
        published=published,
        year=year_of(published),
        authors=tuple(_authors(tags)),
        keywords=tuple(_keywords(tags)),
        publication_types=tuple(
            value
            for value in map(_plain, tags.get("M3", ()))
            if value and not _NO_TYPE.match(value)
        ),
        languages=tuple(filter(None, map(_plain, tags.get("LA", ())))),
        truncated=truncated,
        extra={"tags": extra} if extra else {},
    )


def _plain(text: str) -> str:
    return clean(_unmarked(text))


def _unmarked(text: str) -> str:
    return _ENTITY.sub(lambda found: html.unescape(found.group()), _MARKUP.sub("", text))


def _first(tags: Tags, *names: str) -> str:
    """The first value that is not empty, the tags tried in the order given."""
    return next(filter(None, (_plain(v) for name in names for v in tags.get(name, ()))), "")


def _abstract(tags: Tags) -> str:
    """AB, else N2; lines kept, as a label may begin one, and repeats dropped."""
    for name in ("AB", "N2"):
        values = dict.fromkeys(filter(None, tags.get(name, ())))
        if values:
            return _unmarked("\n".join(values))
    return ""


def _journal(tags: Tags) -> tuple[str, str]:
    """Name and abbreviation, told apart by length: exporters mix up the tags for them."""
    names = [name for tag in ("T2", "JO", "JA", "J2", "J1") if (name := _first(tags, tag))]
    full = _first(tags, "JF") or max(names, key=len, default="")
    short = min(names, key=len, default="")
    return full, short if len(short) < len(full) else ""


def _pages(tags: Tags) -> str:
    first, last = _first(tags, "SP"), _first(tags, "EP")
    # PsycINFO writes "No Pagination Specified", which becomes this.
    pages = f"{first}-{last}" if first and last and first != last else first or last
    return "" if pages == "No-Specified" else pages


def _published(tags: Tags) -> str:
    """The fullest date of the year that PY (else Y1, DA) names; `2011` and `Jun` as `2011 Jun`."""
    dates = {tag: list(_dates(tags, tag)) for tag in ("PY", "Y1", "DA")}
    given = [date for values in dates.values() for date in values]
    year = next(filter(None, map(year_of, given)), None)
    if year is None:
        return ""
    yearless = [date for date in dates["DA"] if not re.search(r"\d{4}", date)]
    same = [date for date in given if year_of(date) == year]
    fullest = max(same, key=len)
    return f"{fullest} {yearless[0]}" if yearless and fullest == str(year) else fullest


def _dates(tags: Tags, tag: str) -> Iterator[str]:
    for value in tags.get(tag, ()):
        date = re.sub(r"(?:/|undefined|\s)+$", "", value)
        if date and not _OTHER_DATE.search(date):
            yield _plain(date)


def _authors(tags: Tags) -> Iterator[Author]:
    """AU, else A1, one a line."""
    for value in tags.get("AU") or tags.get("A1") or ():
        for name in filter(None, map(_plain, value.split("\n"))):
            if name.casefold().rstrip(".") not in ("et al", "anonymous"):
                yield author_of(name)


def _keywords(tags: Tags) -> Iterator[str]:
    values = (piece for value in tags.get("KW", ()) for piece in re.split(r"[\n;]", value))
    yield from dict.fromkeys(filter(None, map(_plain, values)))
