"""Links: PubMed with the sentence highlighted, else DOI, else PMC."""

from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.links import article_url, sentence_url

PUBMED = "https://pubmed.ncbi.nlm.nih.gov/99000001/"


def fragment(text: str) -> str:
    url = sentence_url("99000001", None, None, text)
    assert url is not None
    assert url.startswith(f"{PUBMED}#:~:text=")
    return url.removeprefix(f"{PUBMED}#:~:text=")


@pytest.mark.parametrize(
    ("pmid", "doi", "pmcid", "url"),
    [
        ("99000001", "10.5555/a", "PMC1", PUBMED),
        (None, "10.5555/invented.006", "PMC1", "https://doi.org/10.5555/invented.006"),
        (None, "10.1016/s0140-6736(05)1<2>#3", None,
         "https://doi.org/10.1016/s0140-6736%2805%291%3C2%3E%233"),
        (None, None, "PMC1234", "https://pmc.ncbi.nlm.nih.gov/articles/PMC1234/"),
        (None, None, None, None),
    ],
)  # fmt: skip
def test_the_best_identifier_gives_the_link(
    pmid: str | None, doi: str | None, pmcid: str | None, url: str | None
) -> None:
    assert article_url(pmid, doi, pmcid) == url


def test_a_short_sentence_is_quoted_whole() -> None:
    assert fragment("Harms were rare.") == "Harms%20were%20rare."


def test_a_long_sentence_is_given_by_its_first_and_last_six_words() -> None:
    words = [f"w{n}" for n in range(20)]
    start, end = fragment(" ".join(words)).split(",")
    assert unquote(start).split() == words[:6]
    assert unquote(end).split() == words[-6:]


def test_hyphen_comma_and_ampersand_are_encoded() -> None:
    assert fragment("non-small, A&B") == "non%2Dsmall%2C%20A%26B"


@pytest.mark.parametrize(("doi", "pmcid"), [("10.5555/a", None), (None, "PMC1")])
def test_only_pubmed_is_scrolled_to_the_sentence(doi: str | None, pmcid: str | None) -> None:
    assert sentence_url(None, doi, pmcid, "A sentence.") == article_url(None, doi, pmcid)


def test_without_an_identifier_there_is_no_link() -> None:
    assert sentence_url(None, None, None, "A sentence.") is None


@given(st.lists(st.text(st.characters(codec="utf-8"), min_size=1), min_size=1, max_size=30))
def test_the_fragment_decodes_to_words_of_the_sentence(words: list[str]) -> None:
    sentence = " ".join(words)
    made = fragment(sentence)
    assert made.isascii()
    assert not set(made) & set("-& #")
    parts = made.split(",")
    assert len(parts) <= 2
    assert sentence.split()[: len(unquote(parts[0]).split())] == unquote(parts[0]).split()
    assert sentence.split()[-len(unquote(parts[-1]).split()) :] == unquote(parts[-1]).split() or (
        not sentence.split()
    )
