"""Whatever stands in titles, abstracts, questions and a model's words stays text."""

import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.article import Article, Section
from index.assemble import assemble
from index.build import IndexReport
from index.records import Failure, Origin, Part, Record, Skipped
from index.stats import Stats
from qa.answer import SearchResult
from qa.showing import (
    CSS,
    answer_html,
    article_html,
    refusal_html,
    report_html,
    search_html,
    stats_html,
    table_html,
)
from showing.invented import PAYLOADS, harmful, refusal
from showing.tree import found, ids, parsed

ELEMENTS = set(
    "div style p bdi span strong a button mark article h3 h4 ol ul li".split()
    + "table caption tr th td".split()
)
ATTRIBUTES = set(
    "class id href target rel dir type data-position data-target data-number tabindex scope "
    "aria-label aria-labelledby aria-hidden".split()
)
LEADS = re.compile(
    r"#[\w-]+$|https://(?:pubmed\.ncbi\.nlm\.nih\.gov|doi\.org|pmc\.ncbi\.nlm\.nih\.gov)/"
)


def hostile_article(payload: str) -> Article:
    origin = Origin(payload, payload, payload)
    record = Record(
        origin, payload, (Part(payload, payload),), pmid=None, doi=payload, journal=payload,
        own_id="1",
    )  # fmt: skip
    return assemble(record, (origin,))


SHOWN: dict[str, Callable[[str], str]] = {
    "answer": lambda payload: answer_html(harmful(payload), "x"),
    "answer-with-buttons": lambda payload: answer_html(harmful(payload), "x", links=False),
    "refusal": lambda payload: refusal_html(harmful(payload)),
    "search": lambda payload: search_html(SearchResult(payload, harmful(payload).articles)),
    "nothing-found": lambda payload: search_html(SearchResult(payload, (), payload)),
    "article": lambda payload: article_html(hostile_article(payload), "x"),
    "stats": lambda payload: stats_html(
        Stats(1, 1, 1, 1, (2000, 2001), {payload: 1}, {payload: 1}, payload, 384)
    ),
    "report": lambda payload: report_html(
        IndexReport(
            0,
            0,
            0,
            0,
            (Skipped(payload, payload, payload),),
            (Failure(payload, payload, payload), Failure(payload, "", payload)),
            (payload,),
            0.1,
        )
    ),
    "table": lambda payload: table_html(payload, [(payload, payload)]),
}
every_face = pytest.mark.parametrize("shown", SHOWN.values(), ids=list(SHOWN))


@every_face
@pytest.mark.parametrize("payload", PAYLOADS)
def test_it_is_shown_as_it_is(shown: Callable[[str], str], payload: str) -> None:
    assert " ".join(payload.split()) in " ".join(parsed(shown(payload)).text_content().split())


@every_face
@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_element_or_attribute_is_any_but_ours(shown: Callable[[str], str], payload: str) -> None:
    assert_ours(shown(payload))


@every_face
@given(payload=st.text(min_size=1, max_size=40))
def test_nor_is_it_for_anything_else(shown: Callable[[str], str], payload: str) -> None:
    assert_ours(shown(payload))


def assert_ours(fragment: str) -> None:
    fragment.encode("utf-8")
    tree = parsed(fragment)
    assert {one.tag for one in tree.iter()} <= ELEMENTS
    assert {name for one in tree.iter() for name in one.attrib} <= ATTRIBUTES
    leads = [one.get("href", "") for one in found(tree, "//a")]
    assert [one for one in leads if not LEADS.match(one)] == []
    assert len(ids(tree)) == len(set(ids(tree)))
    for style in found(tree, "//style"):
        assert style.text_content() == CSS


def test_the_style_asks_for_nothing() -> None:
    assert not re.search(r"url\(|@import|@font-face|</", CSS)


def test_a_prefix_is_escaped_too() -> None:
    assert "<b>" not in answer_html(harmful("tea"), '"><b>').split("</style>")[1]


def test_controls_that_reorder_text_are_seen_where_our_words_stand_beside_them() -> None:
    shown = answer_html(harmful("\u202egnp.tea\u2069"), "x").split('<div class="aqa-abstract">')[0]
    assert "\u202e" not in shown
    assert "\u2069" not in shown
    assert "\ufffdgnp.tea\ufffd" in shown


def test_a_refusal_has_no_evidence() -> None:
    assert "aqa-card" not in answer_html(refusal(), "x", css=False)


def test_a_section_may_lie_outside_its_abstract() -> None:
    """As an answer may come from elsewhere."""
    answer = harmful("tea")
    bad = answer.references[0]
    object.__setattr__(bad, "sections", (Section("A", None, -5, 900), Section("B", None, 800, 2)))
    assert "tea" in answer_html(answer, "x")
