"""What is in the store, leaf by leaf, and an article removed from it."""

import asyncio
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import gradio as gr
import pytest
from lxml import html

from index import database
from index import store as index_store
from index.embedder import Embedder
from index.store import Store
from qa import Library, Settings
from qa.page.doing.shelf import UNCHANGED, Finds
from qa.page.found import Look, leaf_html
from qa.page.latest import Latest
from qa.page.shelf import LEAF, leaf
from qa.serving import ServerSettings, Service

FIRST = "pmid:99000001"


def page_of(text: str) -> Any:
    return html.fromstring(text)


def drawn(library: Library, start: int, how: Look | None = None) -> Any:
    return page_of(leaf_html(leaf(library.store.catalogue, start), how or Look("vancouver")))


WINDOW = gr.Request(session_hash="w")


def event(**data: object) -> gr.EventData:
    return gr.EventData(None, data)


def keys_on(page: Any) -> list[str]:
    return [str(one) for one in page.xpath("//button/@data-remove")]


def test_the_leaves_are_the_store_each_article_once_last_added_first(library: Library) -> None:
    total = len(library.store.catalogue)
    leaves = [leaf(library.store.catalogue, start) for start in range(0, total, LEAF)]
    assert [len(one.articles) for one in leaves] == [20, 20, 7]
    listed = [article.key for one in leaves for article in one.articles]
    assert listed == [one.key for one in library.store.catalogue.latest(total)]
    assert sorted(listed) == [one.key for one in library.store.catalogue]


@pytest.mark.parametrize(
    ("start", "said", "turns"),
    [
        (0, "47 articles, those added last first: 1–20.", [None, "20"]),
        (20, "47 articles, those added last first: 21–40.", ["0", "40"]),
        (27, "47 articles, those added last first: 21–40.", ["0", "40"]),
        (40, "47 articles, those added last first: 41–47.", ["20", None]),
        (10**15, "47 articles, those added last first: 41–47.", ["20", None]),
        (-3, "47 articles, those added last first: 1–20.", [None, "20"]),
    ],
)
def test_a_leaf_says_where_it_is_and_turns(
    library: Library, start: int, said: str, turns: list[str | None]
) -> None:
    page = drawn(library, start)
    [told] = page.xpath("//*[@role='status']/p")
    assert told.text_content().startswith(said)
    assert [one.get("data-start") for one in page.xpath("//nav/button")] == turns
    assert page.xpath("//mark") == []


def test_an_empty_store_says_where_articles_are_added(empty: Library) -> None:
    page = drawn(empty, 0)
    assert "The store is empty." in page.text_content()
    assert page.xpath("//nav") == []
    assert page.xpath("//li") == []


@pytest.fixture
def own(sample_store: Path, builtin: Embedder, tmp_path: Path) -> Iterator[Service]:
    """The sample, of which articles may be removed, as the page is given it."""
    folder = tmp_path / "store"
    shutil.copytree(sample_store, folder)
    library = Library(Store.open(folder, builtin), Settings(store=folder))
    service = Service.over(library, ServerSettings(data=tmp_path / "data"))
    yield service
    service.close()


def test_an_article_is_removed_and_the_list_is_without_it(own: Service) -> None:
    finds = Finds(own)
    shown, *_ = asyncio.run(finds.find(WINDOW, "lumetripant chronic migraine", "vancouver"))
    before = keys_on(page_of(shown))
    assert before[0] == FIRST
    after, sought, _ = asyncio.run(
        finds.remove(event(key=FIRST), WINDOW, "lumetripant chronic migraine", "", "vancouver")
    )
    assert sought == "lumetripant chronic migraine"
    page = page_of(after)
    assert FIRST not in keys_on(page)
    assert page.get("data-done", page.xpath("//@data-done")[0]).startswith(
        "Removed from the store: Lumetripant 40 mg once daily"
    )
    assert len(own.library.store.catalogue) == 46
    counted = page_of(finds.shelf())
    assert counted.xpath("//dd/text()")[0] == "46"
    listed, _, start = asyncio.run(finds.remove(event(key=FIRST), WINDOW, "", "40", "vancouver"))
    assert (start, len(own.library.store.catalogue)) == ("40", 46)
    assert page_of(listed).xpath("//@data-done") == ["It was not in the store any more."]


@pytest.mark.parametrize(
    "key",
    ["99000001", "10.5555/invented.001", "", "pmid:1", ["pmid:99000001"], None, "\ud800", "\0"],
)
def test_only_a_key_removes(own: Service, key: object) -> None:
    asyncio.run(Finds(own).remove(event(key=key), WINDOW, "", "", "vancouver"))
    asyncio.run(Finds(own).remove(gr.EventData(None, "pmid:99000001"), WINDOW, "", "", "vancouver"))
    assert len(own.library.store.catalogue) == 47


@pytest.mark.parametrize("name", ["99000001", "10.5555/invented.001"])
def test_another_name_of_an_article_is_told_its_key(own: Service, name: str) -> None:
    article = own.library.article(name)
    page = page_of(asyncio.run(Finds(own).remove(event(key=name), WINDOW, "", "", "apa"))[0])
    said = page.xpath("//*[@role='alert']")[0].text_content()
    assert f"“{name}” names the article {article.key}" in said
    assert page.xpath("//@data-done") == []
    assert own.library.article(name).key == article.key


def test_of_removals_at_once_each_is_done_and_told(own: Service) -> None:
    finds, keys = Finds(own), [FIRST, "pmid:99000002", "pmid:1"]
    titles = [own.library.article(key).title for key in keys[:2]]

    async def removed() -> list[Any]:
        sent = (finds.remove(event(key=key), WINDOW, "", "0", "vancouver") for key in keys)
        return await asyncio.gather(*sent)

    *before, (shown, *_) = asyncio.run(removed())
    assert before == [UNCHANGED, UNCHANGED]
    page = page_of(shown)
    (done,) = page.xpath("//@data-done")
    assert all(f"Removed from the store: {title}" in done for title in titles)
    assert "It was not in the store any more." in done
    assert len(own.library.store.catalogue) == 45


def test_while_articles_are_added_nothing_is_removed_and_that_is_said(own: Service) -> None:
    with own.library.store.writing():
        page = page_of(asyncio.run(Finds(own).remove(event(key=FIRST), WINDOW, "", "", "apa"))[0])
    assert "something else is writing" in page.xpath("//*[@role='alert']")[0].text_content()
    assert len(page.xpath("//li")) == LEAF
    assert len(own.library.store.catalogue) == 47


@pytest.mark.parametrize("start", ["x", "-1", "²", "9" * 400, "1e3", ""])
def test_whatever_the_page_says_of_where_it_is_gives_a_leaf(service: Service, start: str) -> None:
    finds = Finds(service)
    shown, sought, at, words = asyncio.run(finds.turn(event(start=start), WINDOW, "vancouver"))
    assert (sought, at, words) == ("", "0", "")
    assert len(page_of(shown).xpath("//li")) == LEAF


def test_a_store_that_is_only_read_has_no_button_and_removes_nothing(
    own: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert keys_on(page_of(asyncio.run(Finds(own).find(WINDOW, "", "vancouver"))[0]))
    for module in (database, index_store):
        monkeypatch.setattr(module, "writable", lambda _: False)
    finds = Finds(own)
    for words in ("", "migraine", "99000001"):
        page = page_of(asyncio.run(finds.find(WINDOW, words, "vancouver"))[0])
        assert page.xpath("//li")
        assert keys_on(page) == []
        assert page.xpath("//dialog") == []
    page = page_of(asyncio.run(finds.remove(event(key=FIRST), WINDOW, "", "", "vancouver"))[0])
    assert "can only be read" in page.xpath("//*[@role='alert']")[0].text_content()
    assert page.xpath("//@data-done") == []
    assert FIRST in [one.key for one in own.library.store.catalogue]


def test_what_was_found_stays_when_the_tab_is_opened_again(service: Service) -> None:
    finds = Finds(service)
    assert asyncio.run(finds.open(WINDOW, "migraine", "", "apa")) == UNCHANGED
    shown, sought, start = asyncio.run(finds.open(WINDOW, "", "20", "apa"))
    assert (sought, start) == ("", "20")
    assert page_of(shown).xpath("//@data-leaf") == ["20"]
    assert asyncio.run(finds.restyle(WINDOW, "", "", "apa")) == UNCHANGED


def test_what_is_looked_for_is_shown_though_the_tab_opens_slowly(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    finds, found = Finds(service), asyncio.Event()
    made = finds._listed

    async def slowly(words: str, start: str, how: Look) -> Any:
        if not words:
            await found.wait()
        return await made(words, start, how)

    monkeypatch.setattr(finds, "_listed", slowly)

    async def opened_and_typed() -> tuple[Any, Any]:
        opening = asyncio.create_task(finds.open(WINDOW, "", "", "vancouver"))
        await asyncio.sleep(0)
        shown = await finds.find(WINDOW, "migraine", "vancouver")
        found.set()
        return shown, await opening

    (shown, sought, _), opened = asyncio.run(opened_and_typed())
    assert sought == "migraine"
    assert page_of(shown).xpath("//li")
    assert opened == UNCHANGED


def test_of_lists_that_are_waited_for_the_last_one_asked_for_is_shown() -> None:
    latest = Latest()
    with latest.asked("w") as first, latest.asked("w") as second, latest.asked("other") as other:
        with latest.asked("w", wanted=False) as opened:
            assert [first(), second(), other(), opened()] == [False, True, True, False]
        assert second()
    with latest.asked("w", wanted=False) as opened:
        assert opened()
        with latest.asked("w") as third:
            assert third()
        assert not opened()
    assert len(latest) == 0
