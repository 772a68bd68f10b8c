"""Articles found on the page's shelf, and how well they bear on the words."""

import asyncio
from typing import Any

import pytest
from lxml import html

from index.errors import SettingsError
from qa import Library
from qa.page.shelf import findings, found_html, look
from qa.serving import Service


def test_what_is_found_is_what_a_search_finds(library: Library) -> None:
    found = findings(library, "migraine")
    assert tuple(hit.found for hit in found.hits) == library.search("migraine").hits
    assert found.reason is None
    for hit in found.hits:
        assert hit.named is ("migraine" in f"{hit.article.title} {hit.article.abstract}".lower())
    assert {hit.named for hit in found.hits} == {True, False}


def test_where_the_library_would_refuse_the_reason_is_said(library: Library) -> None:
    found = findings(library, "capital of Mongolia")
    assert found.reason == library.ask("capital of Mongolia").reason
    assert not any(hit.named for hit in found.hits)
    page: Any = html.fromstring(found_html(found, "apa"))
    [weak] = page.xpath("//*[@class='found-weak']/bdi")
    assert weak.text_content() == found.reason


def test_every_card_has_its_own_ids(library: Library) -> None:
    page: Any = html.fromstring(found_html(findings(library, "migraine"), "vancouver"))
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids)) > len(page.xpath("//li"))


def test_too_many_words_are_refused(service: Service) -> None:
    with pytest.raises(SettingsError, match="4001 characters are too many to search by"):
        asyncio.run(look(service, "x" * 4001))
