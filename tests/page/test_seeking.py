"""Articles found on the page's shelf: by words, and how well they bear on these; by their names."""

import asyncio
import json
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from index.errors import SettingsError
from qa import Library
from qa.page.found import Look, found_html
from qa.page.naming import named
from qa.page.seeking import Findings, Hit, findings, look
from qa.serving import Service

KEYWORDS = tomllib.loads(Path(__file__).with_name("keywords.toml").read_text("utf-8"))
FIRST = "pmid:99000001"
VANCOUVER = Look("vancouver")


def drawn(library: Library, words: str, how: Look = VANCOUVER) -> Any:
    return html.fromstring(found_html(findings(library, words), how))


def told(library: Library, words: str) -> str:
    [said] = drawn(library, words).xpath("//*[@role='status']")
    return " ".join(str(said.text_content()).split())


def test_what_is_found_is_what_a_search_finds(library: Library) -> None:
    found = findings(library, "migraine")
    hits = library.using(include_retracted=True).search("migraine").hits
    assert [hit.article.key for hit in found.hits] == [hit.key for hit in hits]
    assert not found.weak
    for hit, searched in zip(found.hits, hits, strict=True):
        assert hit.near is ("migraine" not in hit.article.words.lower())
        assert hit.missing == (("migraine",) if hit.near else ())
        if searched.sentences:
            assert hit.sentence is not None
            assert hit.sentence.index == searched.sentences[0].sentence
    assert {hit.near for hit in found.hits} == {True, False}


def test_a_retracted_article_is_found_and_says_so(library: Library) -> None:
    page = drawn(library, "tolverone mortality preserved ejection fraction TOLVE-1")
    badges = [one.text_content() for one in page.xpath("//*[contains(@class, 'aqa-is-retracted')]")]
    assert "Retracted" in badges


@pytest.mark.parametrize("kind", ["chosen", "held"])
def test_words_of_the_store_are_not_called_weak_and_others_are(library: Library, kind: str) -> None:
    there, not_there = KEYWORDS[kind]["there"], KEYWORDS[kind]["not_there"]
    wrongly_weak = [words for words in there if findings(library, words).weak]
    wrongly_good = [words for words in not_there if not findings(library, words).weak]
    # Of 83 and 78: "telehealth audiology", "premature birth", …
    assert len(wrongly_weak) <= {"chosen": 3, "held": 0}[kind], wrongly_weak
    assert len(wrongly_good) <= {"chosen": 3, "held": 4}[kind], wrongly_good


def test_good_articles_for_two_bare_words_name_the_word_they_lack(library: Library) -> None:
    found = findings(library, "migraine prophylaxis")
    assert not found.weak
    assert found.hits[0].article.key == FIRST
    assert found.hits[0].missing == ("prophylaxis",)
    page = drawn(library, "migraine prophylaxis")
    assert page.xpath("//*[@class='found-weak']") == []
    assert page.xpath("//li[1]/*[@class='found-near']/text()") == ["Not in it: “prophylaxis”"]


def test_a_nonsense_word_is_said_to_be_in_no_article(library: Library) -> None:
    found = findings(library, "xyzzy")
    assert (found.weak, found.unknown) == (True, ("xyzzy",))
    assert all(hit.near for hit in found.hits)
    assert "may hardly bear on your words. No article in the store has “xyzzy”." in told(
        library, "xyzzy"
    )


def test_a_word_that_no_article_has_is_named_beside_good_ones(library: Library) -> None:
    found = findings(library, "lumetripant xyzzy chronic migraine prevention adults")
    assert (found.weak, found.unknown) == (False, ("xyzzy",))
    assert "No article in the store has “xyzzy”." in told(
        library, "lumetripant xyzzy chronic migraine prevention adults"
    )


@pytest.mark.parametrize(
    ("missing", "said"),
    [
        (("walls",), "None of them has all of your words."),
        ((), "Your words stand in some that seem to be about something else."),
    ],
)
def test_weak_articles_say_whether_the_words_stand_in_them_at_all(
    library: Library, missing: tuple[str, ...], said: str
) -> None:
    found = Findings((Hit(library.article(FIRST), missing=missing),), weak=True)
    page: Any = html.fromstring(found_html(found, VANCOUVER))
    assert page.xpath("//*[@class='found-weak']/bdi/text()") == [said]


def test_words_of_any_abstract_name_no_subject(library: Library) -> None:
    assert findings(library, "study results").subjectless
    assert "name no subject" in told(library, "study results")


@pytest.mark.parametrize(
    "words",
    [
        "99000001",
        " PMID: 99000001 ",
        "99000001[pmid]",
        "https://pubmed.ncbi.nlm.nih.gov/99000001/",
        "https://pubmed.ncbi.nlm.nih.gov/99000001/?term=x#:~:text=In%20chronic",
        "pubmed.ncbi.nlm.nih.gov/99000001",
        "https://www.ncbi.nlm.nih.gov/pubmed/99000001",
        "10.5555/invented.001",
        "doi: 10.5555/INVENTED.001",
        "https://doi.org/10.5555/invented.001",
        "https://doi.org/10.5555%2Finvented.001",
        "https://journal.invalid/article?id=10.5555/invented.001",
        FIRST,
    ],
)
def test_an_identifier_finds_its_article_alone_and_unfolded(library: Library, words: str) -> None:
    found = findings(library, words)
    assert [hit.article.key for hit in found.hits] == [FIRST]
    page = drawn(library, words)
    assert len(page.xpath("//li/details[@open]")) == 1
    assert told(library, words).startswith("Found by its identifier: ")


@pytest.mark.parametrize(
    "words",
    [
        "PMC7000001",
        "PMCID: pmc7000001",
        "https://pmc.ncbi.nlm.nih.gov/articles/PMC7000001/",
        "https://www.ncbi.nlm.nih.gov/pmc/articles/PMC7000001/#sec1",
    ],
)
def test_an_article_is_found_by_its_place_at_pubmed_central(
    empty: Library, tmp_path: Path, words: str
) -> None:
    row = {"id": "own-7", "pmcid": "PMC7000001", "title": "Invented", "abstract": "It was found."}
    source = tmp_path / "rows.jsonl"
    source.write_text(json.dumps(row) + "\n", "utf-8")
    assert empty.index(source).added == 1
    [hit] = findings(empty, words).hits
    assert hit.article.record.pmcid == "PMC7000001"


def test_an_article_without_an_identifier_is_found_by_its_own_key(library: Library) -> None:
    assert [hit.article.key for hit in findings(library, "sample-csv-3").hits] == ["sample-csv-3"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("123", "No article PMID 123 in the store."),
        ("PMID 123 ", "No article PMID 123 in the store."),
        ("pubmed.ncbi.nlm.nih.gov/123/", "No article PMID 123 in the store."),
        ("pmc123", "No article PMC123 in the store."),
        ("https://doi.org/10.1000/none", "No article DOI 10.1000/none in the store."),
    ],
)
def test_an_identifier_that_is_not_in_the_store_says_so(
    library: Library, words: str, said: str
) -> None:
    assert findings(library, words).hits == ()
    assert told(library, words) == said


def test_digits_may_be_a_number_that_articles_have(library: Library) -> None:
    found = findings(library, "612")
    assert found.named is not None
    assert found.named.article is None
    assert FIRST in [hit.article.key for hit in found.hits]
    assert told(library, "612") == (
        "No article PMID 612 in the store. Articles that have it among their words:"
    )


@pytest.mark.parametrize("words", ["migraine", "type 2 diabetes", "TGR-7", "sopiradine 0.5 mg"])
def test_words_are_no_identifier(library: Library, words: str) -> None:
    assert named(library, words) is None


@given(words=st.text(min_size=1))
def test_whatever_is_typed_names_an_article_or_does_not(library: Library, words: str) -> None:
    one = named(library, words)
    assert one is None or one.name


def test_the_best_sentence_is_marked_in_its_abstract(library: Library) -> None:
    found = findings(library, "lumetripant chronic migraine")
    page = drawn(library, "lumetripant chronic migraine")
    for hit, item in zip(found.hits, page.xpath("//li"), strict=True):
        marked = [mark.text_content() for mark in item.xpath(".//mark/bdi")]
        assert hit.sentence is not None
        assert marked == [hit.article.text(hit.sentence)]
        assert item.xpath(".//mark/span/text()") == ["Best match: "]
        assert item.xpath(".//mark//button") == []
        whole = "".join(one.text_content() for one in item.xpath(".//*[@class='aqa-section']/bdi"))
        pieces = item.xpath(".//*[@class='aqa-section']//bdi")
        assert "".join(one.text_content() for one in pieces) == hit.article.abstract
        assert len(whole) == len(hit.article.abstract) - len(marked[0])


def test_every_card_has_its_own_ids(library: Library) -> None:
    page = drawn(library, "migraine", Look("vancouver", removable=True))
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids)) > len(page.xpath("//li"))


def test_too_many_words_are_refused(service: Service) -> None:
    with pytest.raises(SettingsError, match="4001 characters are too many to search by"):
        asyncio.run(look(service, "x" * 4001))
