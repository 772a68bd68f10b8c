"""Section labels of abstracts: which NLM category a printed label means, and where labels stand.

Labels are free text ("PATIENTS AND METHODS", "Aims/hypothesis"); NLM sorts them into five
categories, and the table follows its sorting. Labels outside the argument of the article (trial
registration, funding, level of evidence) have no category, though NLM files some as BACKGROUND.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest

from index.records import Part

CATEGORIES = ("BACKGROUND", "OBJECTIVE", "METHODS", "RESULTS", "CONCLUSIONS")

_NO_CATEGORY = re.compile(
    r"\b(?:REGISTRATIONS?|REGISTERED|REGISTRY|CLINICALTRIALS|TRIAL (?:NUMBER|IDENTIFIER)|FUNDING|"
    r"ETHICS|DISSEMINATION|EVIDENCE LEVEL|LEVELS? OF EVIDENCE|CLASSIFICATION OF EVIDENCE|"
    r"COMPETING INTERESTS?|CONFLICTS? OF INTERESTS?|DISCLOSURES?|AVAILABILITY|CONTACT|KEY ?WORDS|"
    r"(?:PATIENT|LAY|AUTHOR|LANGUAGE) SUMMARY|SUPPLEMENTA(?:RY|L))\b"
)
# Whole halves of a label; the same words inside a longer label say less.
_EXACT = {
    **dict.fromkeys(("IMPORTANCE", "OVERVIEW"), "BACKGROUND"),
    **dict.fromkeys(("OBJECT", "QUESTION", "QUESTIONS"), "OBJECTIVE"),
    **dict.fromkeys(("OUTCOME", "OUTCOMES"), "RESULTS"),
    **dict.fromkeys(
        ("CASE", "CASES", "COLLECTION", "DATA", "DURATION", "EVIDENCE", "EXPERIMENTAL", "SIZE",
         "SOURCES", "THE STUDY", "TREATMENT", "TREATMENTS", "PRESENTATION"),
        "METHODS",
    ),
    **dict.fromkeys(("SUMMARY ANSWER", "MEANING"), "CONCLUSIONS"),
}  # fmt: skip
# Tried in this order on each half of a label, the first found decides: CONCLUSIONS stand before
# RESULTS for "IMPLICATIONS OF THE FINDINGS", METHODS last as their words stand beside the others.
_WORDS = {
    "CONCLUSIONS": re.compile(
        r"\b(?:CONCLUSIONS?|CONCLUDING|INTERPRETATIONS?|SIGNIFICANCE|IMPLICATIONS?|DISCUSSIONS?|"
        r"LIMITATIONS?|RECOMMENDATIONS?|RELEVANCE|IMPACT|OUTLOOK|LESSONS?|COMMENTS?|CAUTION|"
        r"PERSPECTIVES?|CLINICAL IMPORTANCE|KEY (?:MESSAGES?|POINTS?)|(?:STUDY|PAPER|REVIEW) ADDS?)"
        r"\b"
    ),
    "RESULTS": re.compile(
        r"\b(?:RESULTS?|FINDINGS?|OBSERVATIONS?|(?:DATA|EVIDENCE) SYNTHESIS|ROLE OF CHANCE)\b"
    ),
    "OBJECTIVE": re.compile(
        r"\b(?:OBJECTIVES?|AIMS?|PURPOSES?|GOALS?|HYPOTHES[IE]S|(?:STUDY|RESEARCH) QUESTIONS?)\b"
    ),
    "BACKGROUND": re.compile(
        r"\b(?:BACKGROUNDS?|INTRODUCTION|CONTEXT|RATIONALE|PROBLEM|MOTIVATION|KNOWN ALREADY|"
        r"ALREADY KNOWN)\b"
    ),
    "METHODS": re.compile(
        r"\b(?:METHODS?|METHODOLOG(?:Y|IES|ICAL)|MATERIALS?|DESIGNS?|SETTINGS?|PATIENTS?|SUBJECTS?|"
        r"PARTICIPANTS?|PROBANDS?|VOLUNTEERS?|ANIMALS?|POPULATIONS?|SAMPLES?|INTERVENTIONS?|"
        r"EXPOSURES?|MEASURES?|MEASURED|MEASUREMENTS?|OUTCOMES?|END ?POINTS?|VARIABLES?|"
        r"PROCEDURES?|PROTOCOL|TECHNIQUES?|SEARCH STRATEGY|CRITERIA|CONSENSUS PROCESS|APPROACH|"
        r"DATA (?:SOURCES?|EXTRACTION|COLLECTION|ACQUISITION|SELECTION)|EXTRACTION|LOCATION|"
        r"(?:STUDY|SOURCE) SELECTION|EVIDENCE ACQUISITION|ANALYS[IE]S|STATISTICS|STATISTICAL|"
        r"CASE (?:REPORTS?|PRESENTATIONS?|DESCRIPTIONS?|DEFINITION|SERIES|STUDY|HISTORY))\b"
    ),
}
_JOINTS = re.compile(r"\s*(?:\bAND\b|\bOR\b|[&/,;+])\s*")
_UNCATEGORISED = frozenset(("SUMMARY", "ABSTRACT", "UNLABELLED", "EXPANDED ABSTRACT"))


def category_of(label: str) -> str | None:
    """The one of `CATEGORIES` that a printed label means; None if it means none of them.

    A label naming several is RESULTS if that is among them ("METHODS AND RESULTS", "RESULTS AND
    DISCUSSION"), otherwise the latest in the article's order ("BACKGROUND AND AIMS": OBJECTIVE).
    """
    shout = _normalise(label)
    if shout in _UNCATEGORISED or _NO_CATEGORY.search(shout):
        return None
    named = {_category_of_half(half) for half in _JOINTS.split(shout)}
    if "RESULTS" in named:
        return "RESULTS"
    return next((category for category in reversed(CATEGORIES) if category in named), None)


def _normalise(label: str) -> str:
    return " ".join(label.upper().split()).strip(" .:;-–—[]()")


def _category_of_half(half: str) -> str | None:
    if half in _EXACT:
        return _EXACT[half]
    return next((category for category, words in _WORDS.items() if words.search(half)), None)


def split_labelled(text: str) -> tuple[Part, ...]:
    """An abstract's parts, split at its inline labels; one unlabelled part if it has none.

    Nothing but labels, their colon (or old-style dash: "RESULTS--") and superfluous whitespace
    is lost. A label counts where a sentence begins: in capitals anywhere; in ordinary case
    at the start of a paragraph, and elsewhere only in a text that opens with such a label. One
    label alone in mid-text is taken for prose.
    """
    text = _RUN_OF_SPACE.sub(lambda run: "\n" if "\n" in run.group() else " ", text).strip()
    marks = _labels(text)
    if len(marks) == 1 and not marks[0].opens_paragraph:
        marks = []
    parts = [Part(_squeeze(text[: marks[0].start if marks else len(text)]))]
    for mark, end in _with_ends(marks, text):
        label = None if mark.label == "UNLABELLED" else mark.label
        parts.append(Part(_squeeze(text[mark.end : end]), label, category_of(mark.label)))
    return tuple(part for part in parts if part.text)


@dataclass(frozen=True, slots=True)
class _Label:
    label: str
    start: int
    end: int
    opens_paragraph: bool


_RUN_OF_SPACE = re.compile(r"\s+")
# A label: up to 90 characters without a stop, at the start of the text, a line or a sentence.
_LABEL = re.compile(
    r"(?:(?P<paragraph>\A|\n)|(?<=[.!?])\s|(?<=[.!?][\"')\]\u2019\u201d])\s)"
    r"(?P<label>\[?[A-Z](?:[^.:!?\n]|\.(?=GOV\b)){1,90}?)"
    r"(?:[\s\u2014]{0,3}:(?=\s|[A-Z])|\.?\s?-{2,3}(?=[\sA-Z0-9])|\.?\s?\u2014)",
)
_MODIFIERS = re.compile(
    r"MAIN|KEY|PRINCIPAL|PRIMARY|SECONDARY|STUDY|RESEARCH|CLINICAL|SPECIFIC|OVERALL|GENERAL|"
    r"PRACTICAL|THIS|THE|OF|IN|FOR|TRIAL|NUMBER|DATA|SEARCH|SELECTION|STRATEGY|LEVEL|EVIDENCE|"
    r"PRACTICE|REVIEW|RECENT|SOURCES|EXPERIMENTAL"
)


def _labels(text: str) -> list[_Label]:
    """The known labels of a text, in order, each followed by some text of its own."""
    found: list[_Label] = []
    ordinary_style = False
    for match in _LABEL.finditer(text):
        label = match["label"].strip()
        paragraph = match["paragraph"] is not None
        capitals = label == label.upper()
        if not _is_known(label, capitals) or not (capitals or paragraph or ordinary_style):
            continue
        if not text[: match.start("label")].strip():
            ordinary_style = not capitals
        found.append(_Label(label.strip("[]"), match.start("label"), match.end(), paragraph))
    return [mark for mark, end in _with_ends(found, text) if text[mark.end : end].strip()]


def _with_ends(marks: list[_Label], text: str) -> Iterator[tuple[_Label, int]]:
    """Each label with the place where its section ends."""
    for mark, following in zip_longest(marks, marks[1:]):
        yield mark, following.start if following else len(text)


def _is_known(label: str, capitals: bool) -> bool:
    shout = _normalise(label)
    if shout in _UNCATEGORISED or shout in _EXACT:
        return True
    if _NO_CATEGORY.search(shout):
        return len(shout.split()) <= 6
    if category_of(label) is None:
        return False
    return capitals or all(_is_label_word(word) for word in _words(shout))


def _words(shout: str) -> Iterator[str]:
    for half in _JOINTS.split(shout):
        yield from half.split()


def _is_label_word(word: str) -> bool:
    # In ordinary case "Patients with asthma: …" is prose and "Main outcome measures: …" a label.
    return bool(_MODIFIERS.fullmatch(word)) or _category_of_half(word) is not None


def _squeeze(text: str) -> str:
    return " ".join(text.split())
