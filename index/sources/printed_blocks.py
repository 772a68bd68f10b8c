"""What stands in a printed PubMed record beside its abstract: notices, rights, languages, keywords.

Shared by the readers of what PubMed prints for people: abstract text and saved pages.
"""

import re
from collections.abc import Iterator

from index.records import Notice
from index.sources.citation_line import rejoin

Block = list[str]
"""The lines of a paragraph, as printed."""

_LANGUAGES = re.compile(r"\[Article in ([^\];]+)[^\]]*\]", re.IGNORECASE)
_CODES = {
    "Chinese": "chi", "Croatian": "hrv", "Czech": "cze", "Danish": "dan", "Dutch": "dut",
    "English": "eng", "Finnish": "fin", "French": "fre", "German": "ger", "Greek": "gre",
    "Hebrew": "heb", "Hungarian": "hun", "Italian": "ita", "Japanese": "jpn", "Korean": "kor",
    "Norwegian": "nor", "Persian": "per", "Polish": "pol", "Portuguese": "por", "Romanian": "rum",
    "Russian": "rus", "Serbian": "srp", "Slovak": "slo", "Spanish": "spa", "Swedish": "swe",
    "Turkish": "tur", "Ukrainian": "ukr",
}  # fmt: skip
_COPYRIGHT = re.compile(
    r"(?:Crown )?Copyright\b|\u00a9|\(c\)\s|Published (?:\d{4} )?by |Published under |"
    r"This article is protected by copyright|Georg Thieme|Thieme\. All rights",
    re.IGNORECASE,
)
_RIGHTS = re.compile(r"\u00a9|\ball rights reserved\b|\bcopyright\b", re.IGNORECASE)
_NOTICES = {
    "Comment in": "CommentIn",
    "Comment on": "CommentOn",
    "Corrected and republished from": "CorrectedandRepublishedFrom",
    "Corrected and republished in": "CorrectedandRepublishedIn",
    "Erratum for": "ErratumFor",
    "Erratum in": "ErratumIn",
    "Expression of concern for": "ExpressionOfConcernFor",
    "Expression of concern in": "ExpressionOfConcernIn",
    "Original report in": "OriginalReportIn",
    "Partial retraction in": "PartialRetractionIn",
    "Partial retraction of": "PartialRetractionOf",
    "Republished from": "RepublishedFrom",
    "Republished in": "RepublishedIn",
    "Retracted and republished from": "RetractedandRepublishedFrom",
    "Retracted and republished in": "RetractedandRepublishedIn",
    "Retraction in": "RetractionIn",
    "Retraction of": "RetractionOf",
    "Summary for patients in": "SummaryForPatientsIn",
    "Update in": "UpdateIn",
    "Update of": "UpdateOf",
}
NOTICE = re.compile(rf"({'|'.join(_NOTICES)})(?::|$)", re.IGNORECASE)
_KINDS = {heading.lower(): kind for heading, kind in _NOTICES.items()}
_NEXT_REFERENCE = re.compile(r"(?<=[.\]\d])\s+(?=[A-Z][^.;]{1,80}\. (?:1[89]|20)\d\d\b)")
_PMID = re.compile(r"\s*\bPMID:\s*(\d+)\.?")


def is_copyright(text: str, last: bool) -> bool:
    """Whether a paragraph is a copyright line; `last`: abstract text stood before it."""
    return bool(_COPYRIGHT.match(text) or (last and len(text) < 250 and _RIGHTS.search(text)))


def languages_of(text: str) -> tuple[str, ...]:
    """NLM's codes of the languages in "[Article in German]"; empty for any other text."""
    found = _LANGUAGES.match(text)
    names = re.split(r",\s*|\s+and\s+", found[1]) if found else []
    return tuple(_CODES.get(name.strip(), name.strip()) for name in names)


def keywords_of(text: str) -> tuple[str, ...]:
    """The keywords of "KEYWORDS: one; two." or of the list alone."""
    words = re.sub(r"^keywords:", "", text, flags=re.IGNORECASE).strip().removesuffix(".")
    return tuple(word.strip() for word in words.split(";") if word.strip())


def notices_of(block: Block) -> Iterator[Notice]:
    """The notices of a block: headings ("Erratum in") each with one or more references."""
    kind, lines = "", list[str]()
    for line in [*block, "Comment in"]:
        heading = NOTICE.match(line.strip())
        if not heading:
            lines.append(line)
            continue
        for reference in filter(None, _NEXT_REFERENCE.split(rejoin(lines))):
            pmid = _PMID.search(reference)
            yield Notice(kind, _PMID.sub("", reference).strip(), pmid[1] if pmid else None)
        kind, lines = _KINDS[heading[1].lower()], [line.strip()[heading.end() :]]
