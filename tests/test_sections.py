"""Section labels: the category each means, and where an abstract is split at them.

All abstracts here are invented.
"""

import gzip
import json
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from index.records import Part
from index.sections import CATEGORIES, category_of, split_labelled

CORPUS = Path(__file__).parents[2] / "shared/data/corpus/abstracts_27k.jsonl.gz"


@pytest.mark.parametrize(
    ("label", "category"),
    [
        ("BACKGROUND", "BACKGROUND"),
        ("Introduction", "BACKGROUND"),
        ("CONTEXT", "BACKGROUND"),
        ("SUMMARY OF BACKGROUND DATA", "BACKGROUND"),
        ("AIM", "OBJECTIVE"),
        ("Aims:", "OBJECTIVE"),
        ("PURPOSE OF REVIEW", "OBJECTIVE"),
        ("Aims/hypothesis", "OBJECTIVE"),
        ("PATIENTS AND METHODS", "METHODS"),
        ("MATERIAL AND METHODS", "METHODS"),
        ("DESIGN, SETTING, AND PARTICIPANTS", "METHODS"),
        ("MAIN OUTCOME MEASURES", "METHODS"),
        ("MAIN OUTCOMES AND MEASURES", "METHODS"),
        ("SETTING", "METHODS"),
        ("DATA SOURCES", "METHODS"),
        ("SELECTION CRITERIA", "METHODS"),
        ("FINDINGS", "RESULTS"),
        ("[Results]", "RESULTS"),
        ("DATA SYNTHESIS", "RESULTS"),
        ("MAIN RESULTS", "RESULTS"),
        ("INTERPRETATION", "CONCLUSIONS"),
        ("SIGNIFICANCE", "CONCLUSIONS"),
        ("LIMITATIONS", "CONCLUSIONS"),
        ("REVIEWER'S CONCLUSIONS", "CONCLUSIONS"),
        ("WIDER IMPLICATIONS OF THE FINDINGS", "CONCLUSIONS"),
        ("TRIAL REGISTRATION", None),
        ("Funding", None),
        ("LEVEL OF EVIDENCE", None),
        ("SUMMARY", None),
        ("UNLABELLED", None),
        ("DNA", None),
        ("", None),
    ],
)
def test_label_means_category(label: str, category: str | None) -> None:
    assert category_of(label) == category


@pytest.mark.parametrize(
    ("label", "category"),
    [
        ("METHODS AND RESULTS", "RESULTS"),
        ("METHODOLOGY/PRINCIPAL FINDINGS", "RESULTS"),
        ("MEASUREMENTS AND MAIN RESULTS", "RESULTS"),
        ("RESULTS AND DISCUSSION", "RESULTS"),
        ("BACKGROUND AND PURPOSE", "OBJECTIVE"),
        ("AIMS & BACKGROUND", "OBJECTIVE"),
        ("OBJECTIVE AND METHODS", "METHODS"),
        ("DISCUSSION AND CONCLUSIONS", "CONCLUSIONS"),
    ],
)
def test_compound_label_is_results_else_the_latest(label: str, category: str) -> None:
    assert category_of(label) == category


def labels(text: str) -> list[str | None]:
    return [part.label for part in split_labelled(text)]


def test_labelled_abstract_becomes_parts() -> None:
    text = (
        "BACKGROUND: Drug A is new. METHODS: We gave it to 20 rats (n=10 each). "
        "RESULTS: It worked (p < .05). CONCLUSIONS: It works."
    )
    assert split_labelled(text) == (
        Part("Drug A is new.", "BACKGROUND", "BACKGROUND"),
        Part("We gave it to 20 rats (n=10 each).", "METHODS", "METHODS"),
        Part("It worked (p < .05).", "RESULTS", "RESULTS"),
        Part("It works.", "CONCLUSIONS", "CONCLUSIONS"),
    )


@pytest.mark.parametrize(
    "text",
    [
        "We sequenced two samples. DNA: 5 ng was enough. RNA: 9 ng was not.",
        "The score had one part with RESULTS: n=5 and nothing else.",
        "We asked one thing. RESULTS: n=5 said yes.",
        "Patients with asthma: a cohort. It was small.",
        "We studied rats. Results: none. Methods: none.",
    ],
)
def test_prose_stays_whole(text: str) -> None:
    assert split_labelled(text) == (Part(text),)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Objective: to see.\nMethods: we saw.", ["Objective", "Methods"]),
        ("Background: A. Materials and methods: B. Results: C.",
         ["Background", "Materials and methods", "Results"]),
        ("OBJECTIVE--To see. DESIGN--Trial. RESULTS--None.", ["OBJECTIVE", "DESIGN", "RESULTS"]),
        ("A lead without label. METHODS: B. RESULTS: C.", [None, "METHODS", "RESULTS"]),
        ("SUMMARY: All in one.", ["SUMMARY"]),
        ("UNLABELLED: All in one.", [None]),
        ("METHODS: A. Primary outcome: pain. RESULTS: B.", ["METHODS", "RESULTS"]),
        ("METHODS:\nRESULTS: B.", [None, "RESULTS"]),
        ("AIM: A. CLINICALTRIALS.GOV IDENTIFIER: NCT00000000.",
         ["AIM", "CLINICALTRIALS.GOV IDENTIFIER"]),
        ("", []),
        (" \n ", []),
    ],
)  # fmt: skip
def test_where_labels_count(text: str, expected: list[str | None]) -> None:
    assert labels(text) == expected


pieces = st.sampled_from(
    ["BACKGROUND: ", "METHODS: ", "RESULTS:", "Results: ", "DNA: ", "OBJECTIVE--", "\n", ". ", " ",
     "[PURPOSE]: ", "x", "A", "5%", "(", ")", "\u2009", "e.g. "]
)  # fmt: skip


@given(st.lists(pieces, max_size=30).map("".join) | st.text(max_size=80))
@example("METHODS: RESULTS:")
@example("BACKGROUND: A. BACKGROUND:")
def test_nothing_but_labels_punctuation_and_space_is_lost(text: str) -> None:
    rebuilt = "".join(f"{part.label or ''}{part.text}" for part in split_labelled(text))
    assert bare(rebuilt) == bare(text)


def bare(text: str) -> str:
    # What may be lost: space, and the colon, dashes and brackets that set a label off.
    return "".join(char for char in text if not char.isspace() and char not in ":-—[].")


@given(st.text(max_size=200))
def test_parts_have_text_and_a_known_category(text: str) -> None:
    for part in split_labelled(text):
        assert part.text == " ".join(part.text.split()) != ""
        assert part.category in (*CATEGORIES, None)


@pytest.mark.parametrize("piece", ["\n", "A", ". A", "RESULTS: ", "\u2014", "- "])
def test_long_input_takes_no_longer_for_each_character(piece: str) -> None:
    # Read in a fraction of a second; what was quadratic here took minutes.
    assert len(split_labelled(piece * 30_000)) <= 30_000


@pytest.mark.skipif(not CORPUS.exists(), reason="needs ../shared/data/corpus")
def test_real_labels_are_mapped_and_found_again() -> None:
    sections, mapped, abstracts, found = 0, 0, 0, 0
    with gzip.open(CORPUS, "rt", encoding="utf-8") as lines:
        for line in lines:
            given_labels = [s["label"] or "" for s in json.loads(line)["sections"] or ()]
            sections += sum(map(bool, given_labels))
            mapped += sum(category_of(label) is not None for label in given_labels)
            wanted = [label.strip(" :.").upper() for label in given_labels]
            if len(wanted) < 3 or not all(wanted):
                continue
            abstracts += 1
            found += labels(" ".join(f"{label}: Some text." for label in wanted)) == wanted
    assert mapped / sections > 0.92
    assert found / abstracts > 0.95
