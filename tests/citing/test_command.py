"""`abstractqa ask` prints references and exports what it cites."""

from pathlib import Path

import nbib
import pytest
from answering.helpers import run

pytestmark = pytest.mark.usefixtures("shared_model")
QUESTION = "Is lumetripant any good in chronic migraine?"


def test_references_stand_below_the_answer(sample_store: Path) -> None:
    done = run("ask", QUESTION, "--references", "vancouver", "--store", str(sample_store))
    answer, _, listed = done.out.partition("\nReferences\n")
    assert done.status == 0
    assert "[1]" in answer
    assert "PMID: 99000001" in listed


def test_an_export_is_nothing_but_the_file(sample_store: Path) -> None:
    as_nbib, as_csl = (
        run("ask", QUESTION, "--export", form, "--store", str(sample_store))
        for form in ("nbib", "csl-json")
    )
    read = nbib.read(as_nbib.out)
    assert 99000001 in [one["pubmed_id"] for one in read]
    assert [one["PMID"] for one in as_csl.json] == [str(one["pubmed_id"]) for one in read]


def test_text_and_json_do_not_mix(sample_store: Path) -> None:
    done = run("ask", QUESTION, "--export", "ris", "--json", "--store", str(sample_store))
    assert done.status == 2
    assert "leave out --json" in done.err


def test_a_refusal_leaves_the_file_empty_and_says_why(sample_store: Path) -> None:
    done = run(
        "ask", "Does aspirin cure baldness?", "--export", "ris", "--store", str(sample_store)
    )
    assert done.out == ""
    assert "Nothing is cited. Nothing in the store is about “aspirin”" in done.err
