"""When nothing answers: the reason says what is missing and what came closest."""

from pathlib import Path

import pytest

from answering.helpers import make_library, with_settings
from index.sentence_transformer import SentenceTransformerEmbedder
from index.store import Store
from qa import Answer, Library, Settings


def refused(answer: Answer) -> str:
    assert answer.refused
    assert answer.reason
    assert answer.answer == answer.reason
    assert answer.statements == ()
    assert answer.citations == ()
    return answer.reason


def test_an_empty_store_says_how_to_fill_it(
    tmp_path: Path, builtin: SentenceTransformerEmbedder
) -> None:
    with Library(Store.create(tmp_path, builtin), Settings(store=tmp_path)) as empty:
        asked = empty.ask("Does tea help?")
        assert "abstractqa index" in refused(asked)
        assert asked.articles == ()
        assert empty.search("tea").hits == ()
        assert "abstractqa index" in (empty.search("tea").reason or "")
        assert empty.retriever().invoke("tea") == []


def test_words_that_no_article_has_are_named_as_typed(library: Library) -> None:
    reason = refused(library.ask("Does (Zorbitrexate) relieve quuxitis?"))
    assert "“Zorbitrexate”" in reason
    assert "“quuxitis”" in reason
    assert "relieve" not in reason.split("The closest")[0]


def test_the_closest_article_is_named(library: Library) -> None:
    asked = library.ask("Does zorbitrexate relieve quuxitis?")
    closest = asked.articles[0]
    assert f"“{closest.title}” ({closest.key})" in refused(asked)


def test_articles_found_are_still_listed(library: Library) -> None:
    assert len(library.ask("What is the capital of Australia?").articles) == 10


def only_retracted(folder: Path, builtin: SentenceTransformerEmbedder) -> Library:
    source = folder / "retracted.nbib"
    source.write_text(
        "PMID- 99100001\n"
        "TI  - Vexadrine for gout.\n"
        "AB  - Vexadrine halved attacks of gout.\n"
        "PT  - Retracted Publication\n"
    )
    made = Library(Store.create(folder / "store", builtin), Settings(store=folder / "store"))
    assert made.index([source]).added == 1
    return made


def test_a_match_that_is_retracted_is_left_out_and_named(
    tmp_path: Path, builtin: SentenceTransformerEmbedder
) -> None:
    with only_retracted(tmp_path, builtin) as library:
        reason = refused(library.ask("Does vexadrine halve attacks of gout?"))
        assert "retracted" in reason
        assert "pmid:99100001" in reason
        kept = with_settings(library, include_retracted=True)
        [cite] = kept.ask("Does vexadrine halve attacks of gout?").citations
        assert (cite.key, cite.status) == ("pmid:99100001", "retracted")


def test_an_article_without_an_abstract_is_found_but_not_cited(
    tmp_path: Path, builtin: SentenceTransformerEmbedder
) -> None:
    row = {"pmid": "99100002", "title": "Vexadrine for gout: a letter."}
    with make_library(tmp_path, builtin, row) as library:
        asked = library.ask("Does vexadrine help against gout?")
        assert "no abstract" in refused(asked)
        assert [found.key for found in asked.articles] == ["pmid:99100002"]
        [hit] = library.search("vexadrine").hits
        assert (hit.key, hit.sentences) == ("pmid:99100002", ())


def test_an_article_without_an_abstract_does_not_hide_one_that_has_one(
    tmp_path: Path, builtin: SentenceTransformerEmbedder
) -> None:
    rows = [
        {"pmid": "99100002", "title": "Vexadrine for gout: a letter."},
        {
            "pmid": "99100003",
            "title": "Vexadrine for gout: a trial.",
            "abstract": "Vexadrine halved attacks of gout in 40 adults.",
        },
    ]
    with make_library(tmp_path, builtin, *rows) as library:
        asked = library.ask("Does vexadrine halve attacks of gout?")
        assert [cite.key for cite in asked.citations] == ["pmid:99100003"]


def test_a_title_on_the_subject_does_not_make_another_article_an_answer(
    tmp_path: Path, builtin: SentenceTransformerEmbedder
) -> None:
    rows = [
        {"pmid": "99100002", "title": "Vexadrine delays gout in adults: a letter."},
        {
            "pmid": "99100003",
            "title": "Wings of beetles.",
            "abstract": "We measured 40 beetles. Wings were longer in females than in males.",
        },
    ]
    with make_library(tmp_path, builtin, *rows) as library:
        asked = library.ask("Does vexadrine delay gout?")
    assert "no abstract" in refused(asked)
    assert "pmid:99100002" in asked.answer


@pytest.mark.parametrize("text", ["?!", "\u200b", "the of and", "…"])
def test_a_question_without_words_is_refused(library: Library, text: str) -> None:
    refused(library.ask(text))


@pytest.mark.parametrize(
    "text",
    [
        "What do the authors conclude?",
        "What was the aim of this study?",
        "What are the findings?",
        "main results of the trial",
    ],
)
def test_a_question_that_every_article_answers_is_refused(library: Library, text: str) -> None:
    assert "names no subject" in refused(library.ask(text))


def test_of_a_single_article_no_subject_need_be_named(
    tmp_path: Path, builtin: SentenceTransformerEmbedder
) -> None:
    row = {
        "pmid": "99100001",
        "title": "Vexadrine for gout",
        "abstract": "Forty adults took vexadrine or a placebo for a year. Vexadrine halved attacks "
        "of gout. The authors conclude that vexadrine prevents gout.",
    }
    with make_library(tmp_path, builtin, row) as library:
        answer = library.ask("What do the authors conclude?")
    assert answer.citations[0].text == "The authors conclude that vexadrine prevents gout."


def test_an_article_without_a_title_is_named_by_its_key(
    tmp_path: Path, builtin: SentenceTransformerEmbedder
) -> None:
    row = {"pmid": "99100001", "abstract": "Vexadrine halved gout attacks in forty adults."}
    with make_library(tmp_path, builtin, row) as library:
        answer = library.ask("What is the capital of Australia?")
    assert answer.refused
    assert answer.answer.endswith("The closest article was pmid:99100001.")
