"""What leaves the page as a file; nothing of what is asked for is trusted."""

from typing import Any

import pytest

from page.test_talking import MIGRAINE, ask
from qa.page.exports import parcel
from qa.serving import Service


@pytest.mark.parametrize(
    ("form", "name", "sign"),
    [
        ("bibtex", "does-lumetripant-prevent-migraine.bib", "@article{"),
        ("ris", "does-lumetripant-prevent-migraine.ris", "TY  - JOUR"),
        ("nbib", "does-lumetripant-prevent-migraine.nbib", "PMID- 99000001"),
        ("csl-json", "does-lumetripant-prevent-migraine.json", '"DOI"'),
        ("markdown", "does-lumetripant-prevent-migraine.md", "lumetripant"),
        ("html", "does-lumetripant-prevent-migraine.html", "<!doctype html>"),
    ],
)
def test_each_form(service: Service, form: str, name: str, sign: str) -> None:
    kept = ask(service, MIGRAINE)[-1].conversation
    wanted = {"conversation": kept, "exchange": "0", "form": form, "style": "vancouver"}
    made = parcel(service, "", wanted)
    assert (made.name, made.error) == (name, "")
    assert sign.lower() in made.text.lower()


@pytest.mark.parametrize(
    "changed",
    [
        {"form": "docx"},
        {"form": "../../etc/passwd"},
        {"exchange": "7"},
        {"exchange": "-1"},
        {"exchange": None},
        {"exchange": "٣"},
        {"conversation": "another"},
        {"conversation": {"a": 1}},
        {"form": "markdown", "style": "no-such-style"},
    ],
)
def test_what_cannot_be_had_is_said(service: Service, changed: dict[str, Any]) -> None:
    kept = ask(service, MIGRAINE)[-1].conversation
    wanted = {"conversation": kept, "exchange": "0", "form": "ris", "style": "vancouver"}
    made = parcel(service, "", {**wanted, **changed})
    assert made.error.startswith("Not downloaded: ")
    assert made.text == ""


@pytest.mark.parametrize("wanted", [None, [], "ris", 3, {}])
def test_nonsense_is_refused(service: Service, wanted: object) -> None:
    assert parcel(service, "", wanted).error


def test_another_owners_conversation_stays_theirs(service: Service) -> None:
    kept = ask(service, MIGRAINE, owner="jane")[-1].conversation
    wanted = {"conversation": kept, "exchange": "0", "form": "ris"}
    assert parcel(service, "john", wanted).error
    assert parcel(service, "jane", wanted).text
