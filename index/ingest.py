"""Place one record in the catalogue: find its article, merge, and say what changed."""

import hashlib
from collections import Counter
from dataclasses import replace
from enum import Enum
from typing import Any

from pydantic import TypeAdapter

from index.article import Article
from index.assemble import assemble, key_of
from index.catalogue import Catalogue
from index.merge import merge, same_article, same_title
from index.records import Notice, Origin, Record

# What a notice about another article makes of that article.
_TURNED = {
    "RetractionOf": "RetractionIn",
    "PartialRetractionOf": "PartialRetractionIn",
    "ExpressionOfConcernFor": "ExpressionOfConcernIn",
    "ErratumFor": "ErratumIn",
}
_records = TypeAdapter(Record)


class Outcome(Enum):
    """What placing a record did to the catalogue."""

    ADDED = "added"
    UPDATED = "updated"
    UNCHANGED = "unchanged"


class Ingest:
    """Places the records of one run; remembers which source has already named which article."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._named: Counter[tuple[str, str]] = Counter()

    def place(self, record: Record) -> Outcome:
        """Store what the record adds; `UNCHANGED` when its source has said the same before."""
        names = identifiers(record)
        digest, source = _digest(record), self._source(record, names[0])
        if self._catalogue.provenance.contributed(source, names[0]) == digest:
            return Outcome.UNCHANGED
        stored = self._stored(record, names)
        if len(stored) == 1 and self._named[record.origin.path, names[0]] > 1:
            # One file names two things by one id: unless they are the same, they are two.
            stored = [article for article in stored if not _only_own_id_joins(article, record)]
        if not stored and record.own_id and self._catalogue.resolve(names):
            # Another article already goes by this own id: this one is known by its content.
            return self.place(replace(record, own_id=None))
        article = self._as_claimed(_combine(stored, record))
        outcome = self._write(article, stored, names)
        self._claim(article)
        self._catalogue.provenance.contribute(source, names[0], digest)
        return outcome

    def _stored(self, record: Record, names: list[str]) -> list[Article]:
        """The articles that the record describes: several, if it shows them to be one."""
        keys = self._catalogue.resolve(names)
        found = self._catalogue.articles(keys)
        same = [
            found[key] for key in keys if key in found and same_article(found[key].record, record)
        ]
        # A record without PMID that names two articles with one each makes them no one article.
        pmid = next((article.pmid for article in same if article.pmid), None)
        return [article for article in same if article.pmid in (None, pmid)]

    def _as_claimed(self, article: Article) -> Article:
        """With what stored notices say of it: a retraction may arrive before its paper."""
        claims = self._catalogue.provenance.claims(article.pmid) if article.pmid else ()
        notices = tuple(dict.fromkeys((*article.record.notices, *claims)))
        return replace(article, record=replace(article.record, notices=notices))

    def _claim(self, article: Article) -> None:
        """Tell the papers that a notice is about: theirs may be the only record that is cited."""
        for notice in article.record.notices:
            kind = _TURNED.get(notice.kind)
            if kind and notice.pmid:
                said = Notice(
                    kind,
                    f"{article.record.journal} {article.record.published}".strip(),
                    article.pmid,
                )
                self._catalogue.provenance.claim(notice.pmid, said)
                for key in self._catalogue.resolve([f"pmid:{notice.pmid}"]):
                    about = self._catalogue.articles([key])[key]
                    self._catalogue.put(self._as_claimed(about), (), reindex=False)

    def _source(self, record: Record, name: str) -> str:
        """The file, and which mention of this article in it: a file may hold two versions."""
        self._named[record.origin.path, name] += 1
        mention = self._named[record.origin.path, name]
        return record.origin.path if mention == 1 else f"{record.origin.path}#{mention}"

    def _write(self, article: Article, stored: list[Article], names: list[str]) -> Outcome:
        before = next((old for old in stored if old.key == article.key), None)
        for old in stored:
            if old.key != article.key:
                self._catalogue.move(old.key, article.key)
        if before == article:
            return Outcome.UNCHANGED
        reindex = before is None or before.texts != article.texts
        self._catalogue.put(article, names, reindex=reindex)
        if not stored:
            return Outcome.ADDED
        same = len(stored) == 1 and before is not None and _content(before) == _content(article)
        return Outcome.UNCHANGED if same else Outcome.UPDATED


def _only_own_id_joins(article: Article, record: Record) -> bool:
    shared = record.pmid or record.doi or record.pmcid
    return not shared and not same_title(article.record, record)


def identifiers(record: Record) -> list[str]:
    """Everything the record's article can be found by; never empty."""
    names = []
    if record.pmid:
        names.append(f"pmid:{record.pmid}")
    if record.doi:
        names.append(f"doi:{record.doi}")
    if record.pmcid:
        names.append(f"pmc:{record.pmcid}")
    if not (record.pmid or record.doi):
        names.append(key_of(record))
    return names


def _combine(stored: list[Article], record: Record) -> Article:
    origins: tuple[Origin, ...] = ()
    merged: Record | None = None
    for article in stored:
        merged = article.record if merged is None else merge(merged, article.record)
        origins += article.origins
    merged = record if merged is None else merge(merged, record)
    places = {(origin.path, origin.format): origin for origin in (*origins, record.origin)}
    return assemble(merged, tuple(places.values()))


def _content(article: Article) -> Article:
    """The article without where it came from: two files that say the same change nothing."""
    nowhere = Origin("", "", "")
    return replace(article, record=replace(article.record, origin=nowhere), origins=())


def _digest(record: Record) -> str:
    """What the record says, whatever its place in the file."""
    exclude: dict[str, Any] = {"origin": {"record"}}
    if not any(part.spans for part in record.parts):
        # Digests in stores made before there were spans stay what they are.
        exclude["parts"] = {"__all__": {"spans"}}
    says = _records.dump_json(record, exclude=exclude)
    return hashlib.sha256(says).hexdigest()
