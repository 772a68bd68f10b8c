"""Vancouver references of real records against PubMed's own source line, its field SO."""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from index.assemble import assemble
from index.records import Record
from index.sources import medline
from qa.citing import cite
from qa.references import reference

_SAMPLES = Path(__file__).parents[3] / "shared" / "data" / "pubmed_samples"
_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
# PubMed prints more than a stored record has: identifiers of the publisher, dates of e-publication.
_MORE = re.compile(r" (?:pii:|doi:|Epub|eCollection|Print).*")
_DOI = re.compile(r"doi: (\S+?)\.(?: |$)")

pytestmark = pytest.mark.skipif(
    not _SAMPLES.is_dir(), reason=f"the real samples are not at {_SAMPLES}"
)


@dataclass(frozen=True)
class Sample:
    """A record as PubMed exported it: its fields as text, and our reading of it."""

    record: Record
    fields: str

    def field(self, tag: str) -> str:
        found = re.search(rf"^{tag:<4}- (.*(?:\n      .*)*)", self.fields, re.MULTILINE)
        return " ".join(found[1].split()) if found else ""

    @property
    def printed(self) -> str:
        return cite([reference(assemble(self.record, (self.record.origin,)))])[0]

    @property
    def place(self) -> str:
        """Journal, date, volume, issue and pages in PubMed's own line."""
        return _MORE.sub("", f"{self.field('SO')} ").strip()

    @property
    def doi(self) -> str:
        """The DOI there, in small letters as it is stored."""
        found = _DOI.search(self.field("SO"))
        return f" doi: {found[1].lower()}." if found else ""

    @property
    def is_as_pubmeds(self) -> bool:
        """Between the two PubMed's Cite button prints a language, SO does not."""
        place = self.printed.find(f" {self.place}")
        return place >= 0 and self.printed.find(self.doi, place) >= 0

    @property
    def differs_because(self) -> str:
        """Why PubMed prints what neither DP nor PG says; empty if there is no such reason."""
        if dep := self.field("DEP"):
            online = f"{dep[:4]} {_MONTHS[int(dep[4:6]) - 1]} {int(dep[6:])}"
            if online in self.place and self.field("DP") != online:
                return "dated by its e-publication"
        number = self.field("LID").split(" [pii]")[0]
        return "an article's number for pages" if self.place.endswith(f":{number}.") else ""


def _samples() -> Iterator[Sample]:
    for path in sorted([*_SAMPLES.glob("nbib*/*"), *_SAMPLES.glob("medline_txt/*")]):
        text = path.read_bytes().decode("utf-8", "replace").replace("\r", "")
        by_pmid = {
            found[1]: fields
            for fields in re.split(r"\n\s*\n(?=PMID)", text)
            if (found := re.search(r"^PMID- *(\d+)", fields, re.MULTILINE))
        }
        for event in medline.read(io.BytesIO(path.read_bytes()), path.name):
            if isinstance(event, Record) and event.pmid in by_pmid:
                sample = Sample(event, by_pmid[event.pmid])
                if sample.field("SO"):
                    yield sample


def test_the_place_is_printed_as_pubmed_prints_it() -> None:
    samples = list(_samples())
    odd = [one for one in samples if not one.is_as_pubmeds]
    assert len(samples) > 100
    assert len(samples) - len(odd) > 0.9 * len(samples)
    assert [(one.printed, one.place, one.doi) for one in odd if not one.differs_because] == []


def test_all_of_a_reference_is_where_pubmed_has_it() -> None:
    """Authors, title, journal, date, volume, pages, DOI, PMID, PMCID."""
    for one in _samples():
        names = re.findall(r"^(?:AU  |CN  )- (?!et al)(.*)", one.fields, re.MULTILINE)
        printed = re.split("[,;] ", one.printed.split(". ")[0])
        # NLM puts groups last in a record; one record's AU has no initials, which its FAU has.
        for ours, theirs in zip(sorted(printed), sorted(names), strict=True):
            assert ours.startswith(theirs.strip())
        identifiers = f"PMID: {one.record.pmid}"
        if one.record.pmcid:
            identifiers += f"; PMCID: {one.record.pmcid}"
        assert one.printed.endswith(f" {identifiers}.")
        order = [one.record.title.rstrip(" ."), f"{one.record.journal_abbreviation}. ", identifiers]
        places = [one.printed.find(part) for part in order]
        assert places == sorted(places), (one.printed, order)
        assert -1 not in places, (one.printed, order)
