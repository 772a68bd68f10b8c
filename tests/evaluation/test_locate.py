"""Gold found in a store: by number, by characters, by words, and under another key."""

from pathlib import Path

import pytest
from answering.helpers import an_article, make_library
from invented import WordHashEmbedder

from index.records import Part
from index.store import Store
from qa.evaluation import GoldEvidence, Outcome
from qa.evaluation.gold import GoldQuestion
from qa.evaluation.locate import sentences_of, unscored

ARTICLE = an_article(
    Part("Tea is old. We asked whether it helps.", "BACKGROUND", "BACKGROUND"),
    Part("Sleep rose by 2 hours (P < .05). No harm was seen.", "RESULTS", "RESULTS"),
)
KEY = ARTICLE.key


def found(**where: object) -> list[int]:
    return [s.index for s in sentences_of(GoldEvidence(KEY, **where), ARTICLE)]  # type: ignore[arg-type]


def test_the_article_has_four_sentences() -> None:
    assert [ARTICLE.text(s) for s in ARTICLE.sentences] == [
        "Tea is old.",
        "We asked whether it helps.",
        "Sleep rose by 2 hours (P < .05).",
        "No harm was seen.",
    ]


@pytest.mark.parametrize(("sentence", "indices"), [(0, [0]), (3, [3]), (4, []), (99, [])])
def test_by_number(sentence: int, indices: list[int]) -> None:
    assert found(sentence=sentence) == indices


@pytest.mark.parametrize(
    ("text", "indices"),
    [
        ("Tea is old.", [0]),
        ("Tea   is\nold.", [0]),
        ("Sleep rose by 2 hours", [2]),
        # Over the border between two sections, whose break is a space elsewhere.
        ("We asked whether it helps. Sleep rose by 2 hours (P < .05).", [1, 2]),
        # With the labels that other copies print.
        ("We asked whether it helps. RESULTS: Sleep rose by 2 hours (P < .05).", [1, 2]),
        ("SULTS: Sleep rose by 2 hours (P < .05).", [2]),
        # A few letters of the next sentence make it no gold.
        ("Tea is old. We", [0]),
        ("Coffee is new.", []),
        ("Sleep rose by 3 hours (P < .05).", []),
        ("", []),
        ("?", []),
        ("Tea", []),
    ],
)
def test_by_words(text: str, indices: list[int]) -> None:
    assert found(text=text) == indices


def test_by_characters() -> None:
    start = ARTICLE.abstract.index("Sleep")
    assert found(span=(start, start + 20)) == [2]
    assert found(span=(start - 3, start + 3)) == []


def test_composed_letters_are_the_same_letters(tmp_path: Path) -> None:
    article = an_article(Part("Caf\u00e9 drinkers slept for six hours."))
    [sentence] = sentences_of(GoldEvidence(KEY, text="Cafe\u0301 drinkers slept"), article)
    assert sentence.index == 0


@pytest.fixture
def store(tmp_path: Path, embedder: WordHashEmbedder) -> Store:
    row = {"pmid": "99100001", "doi": "10.5555/tea", "title": "Tea.", "abstract": "Tea helps. Ok."}
    return make_library(tmp_path, embedder, row).store


def test_an_article_is_known_by_any_of_its_names(store: Store) -> None:
    question = GoldQuestion(
        "1",
        "Tea?",
        relevance={"doi:10.5555/tea": 1},
        evidence=(GoldEvidence("doi:10.5555/tea", text="Tea helps."),),
    )
    one = unscored(question, Outcome(), store)
    assert one.gold.relevance == {"pmid:99100001": 1}
    assert one.gold_sentences == (("pmid:99100001", 0),)
    assert one.gold_texts == ("Tea helps.",)
    assert one.missing == ()


def test_what_the_store_has_not_is_named(store: Store) -> None:
    question = GoldQuestion(
        "1",
        "Tea?",
        relevance={"pmid:99100001": 1, "pmid:99100002": 1},
        evidence=(
            GoldEvidence("pmid:99100001", text="Coffee helps."),
            GoldEvidence("pmid:99100001", sentence=2),
            GoldEvidence("pmid:99100001", span=(0, 999)),
            GoldEvidence("pmid:99100002", sentence=0),
        ),
    )
    one = unscored(question, Outcome(), store)
    assert one.missing == (
        "article pmid:99100002",
        "“Coffee helps.” in pmid:99100001",
        "sentence 2 of pmid:99100001",
        "characters 0-999 of pmid:99100001",
    )
    assert one.gold_sentences == ()
    # The article that is not there still counts against retrieval.
    assert set(one.gold.relevance) == {"pmid:99100001", "pmid:99100002"}


def test_without_a_store_nothing_is_said_to_be_missing() -> None:
    evidence = (GoldEvidence("a", sentence=2), GoldEvidence("a", text="Tea."))
    one = unscored(GoldQuestion("1", "Tea?", evidence=evidence), Outcome(), None)
    assert (one.gold_sentences, one.missing) == ((), ())
