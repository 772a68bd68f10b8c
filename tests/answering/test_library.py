"""The facade: the three lines of the README, its public names, its settings."""

import json
from pathlib import Path
from typing import Any

import pytest

import qa
from answering.helpers import SAMPLE, run, with_settings
from index.errors import (
    AbstractQAError,
    ArticleNotFoundError,
    EmbedderMismatchError,
    SettingsError,
    StoreMissingError,
)
from qa import Answer, Library
from qa.configure import settings_from

QUESTION = "Is brovelukast good value for money in childhood asthma?"


def test_three_lines_give_a_cited_answer(sample_store: Path, shared_model: object) -> None:
    library = qa.open(sample_store)
    answer = library.ask(QUESTION)
    assert answer.citations[0].pmid == "99000036"
    library.close()


def test_public_names() -> None:
    assert qa.__all__ == [
        "AbstractQAError",
        "Answer",
        "Citation",
        "Client",
        "Fault",
        "FoundArticle",
        "FoundSentence",
        "Grade",
        "Library",
        "Reference",
        "SearchResult",
        "Settings",
        "Statement",
        "Store",
        "Support",
        "Turn",
        "Usage",
        "Verdict",
        "check",
        "connect",
        "open",
    ]
    assert all(hasattr(qa, name) for name in qa.__all__)


def test_a_store_is_made_filled_and_asked(tmp_path: Path, shared_model: object) -> None:
    with qa.open(tmp_path / "new", create=True) as library:
        done = library.index([SAMPLE / "articles" / "table.csv"])
        assert (done.read, done.added) == (3, 3)
        assert library.stats().articles == 3
        assert library.verify().problems == ()
        assert not library.ask("What did the nodes of the man with tattoos turn out to be?").refused


@pytest.mark.parametrize(
    "name",
    [
        "pmid:99000001",
        "99000001",
        "PMID: 99000001",
        "10.5555/invented.001",
        "https://doi.org/10.5555/INVENTED.001",
    ],
)
def test_an_article_goes_by_any_of_its_names(library: Library, name: str) -> None:
    assert library.article(name).key == "pmid:99000001"


@pytest.mark.parametrize("name", ["", "1", "pmid:1", "10.5555/none", "\udcff", "a\0b"])
def test_an_unknown_article_is_an_error_that_names_it(library: Library, name: str) -> None:
    with pytest.raises(ArticleNotFoundError, match="no article"):
        library.article(name)


def test_to_dict_is_json_and_keeps_everything(answers: list[tuple[dict[str, Any], Answer]]) -> None:
    for _, answer in answers[:10]:
        shown = answer.to_dict()
        assert json.loads(json.dumps(shown)) == _lists(shown)
        assert [c["text"] for c in shown["citations"]] == [c.text for c in answer.citations]


def _lists(value: Any) -> Any:
    """Tuples as JSON has them."""
    if isinstance(value, dict):
        return {key: _lists(item) for key, item in value.items()}
    return [_lists(item) for item in value] if isinstance(value, list | tuple) else value


def test_the_command_prints_what_to_dict_gives(
    library: Library, sample_store: Path, shared_model: object
) -> None:
    where = ("--store", str(sample_store), "--json")
    printed = run("ask", QUESTION, *where).json
    shown = _lists(library.ask(QUESTION).to_dict())
    assert printed | {"timings_ms": 0} == shown | {"timings_ms": 0}
    assert run("search", "asthma", *where).json == _lists(library.search("asthma").to_dict())
    article = library.article("99000036")
    assert run("show", "99000036", *where).json == _lists(article.to_dict())
    assert run("stats", *where).json == _lists(library.stats().to_dict())
    assert run("verify", *where).json == _lists(library.verify().to_dict())


def test_search_gives_articles_best_first(library: Library) -> None:
    found = library.search(" mannovirin cystitis ")
    assert found.query == "mannovirin cystitis"
    assert found.reason is None
    assert [hit.score for hit in found.hits] == sorted((h.score for h in found.hits), reverse=True)
    assert found.hits[0].key == "pmid:99000007"
    assert len(with_settings(library, articles=3).search("mannovirin").hits) == 3


def test_a_missing_store_is_not_made_by_looking(tmp_path: Path) -> None:
    with pytest.raises(StoreMissingError, match="abstractqa index"):
        qa.open(tmp_path / "none")
    assert not (tmp_path / "none").exists()


def test_another_embedder_is_refused(sample_store: Path) -> None:
    with pytest.raises(EmbedderMismatchError, match="all-MiniLM-L6-v2"):
        qa.open(sample_store, embedder="another/model")


@pytest.mark.parametrize(
    ("name", "value"),
    [("articles", 0), ("articles", 1001), ("statements", 0), ("statements", 51), ("articles", "x")],
)
def test_a_setting_out_of_range_is_named(sample_store: Path, name: str, value: Any) -> None:
    with pytest.raises(SettingsError, match=f"^{name} cannot be {value!r}.*--{name}"):
        qa.open(sample_store, **{name: value})


def test_settings_come_from_arguments_then_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ABSTRACTQA_ARTICLES", "3")
    assert settings_from().articles == 3
    assert settings_from(articles=None).articles == 3
    assert settings_from(articles=5).articles == 5
    monkeypatch.setenv("ABSTRACTQA_ARTICLES", "many")
    with pytest.raises(SettingsError, match="ABSTRACTQA_ARTICLES"):
        settings_from()


def test_the_fingerprint_changes_with_what_changes_answers(library: Library) -> None:
    settings = library.settings
    first = settings.fingerprint("a")
    assert len(first) == 12
    assert int(first, 16) >= 0
    assert settings.fingerprint("a") == first
    assert settings.fingerprint("b") != first
    assert settings.model_copy(update={"statements": 2}).fingerprint("a") != first
    assert settings.model_copy(update={"store": Path("else")}).fingerprint("a") == first


def test_every_error_is_one_of_ours() -> None:
    assert qa.AbstractQAError is AbstractQAError
    assert issubclass(StoreMissingError, AbstractQAError)
