"""Text of abstracts is data, and questions are words: neither is ever obeyed."""

import json
from pathlib import Path

import pytest

from answering.helpers import make_library, run
from index.sentence_transformer import SentenceTransformerEmbedder
from qa import Library, render

MARKUP, ORDER, MARKS = "pmid:99000008", "pmid:99000016", "pmid:99000027"


def sentences_with(library: Library, key: str, *signs: str) -> list[int]:
    article = library.article(key)
    found = [s.index for s in article.sentences if any(x in article.text(s) for x in signs)]
    assert found, f"{key} no longer holds {signs}"
    return found


def test_markup_stays_text(library: Library) -> None:
    for index in sentences_with(library, MARKUP, "<script>", "<b>"):
        article = library.article(MARKUP)
        text = article.text(article.sentences[index])
        assert "<" in text
        shown = library.ask(text)
        [cite] = [c for c in shown.citations if (c.key, c.sentence) == (MARKUP, index)]
        assert cite.text == text
        sign = "<script>" if "<script>" in text else "<b>"
        assert sign in cite.text
        assert sign in shown.answer
        assert sign in render.answer(shown).replace("\n", " ")
        assert "&lt;" not in json.dumps(shown.to_dict())


def test_an_order_to_the_reader_is_quoted_and_not_followed(library: Library) -> None:
    [index] = sentences_with(library, ORDER, "Ignore the instructions")
    article = library.article(ORDER)
    text = article.text(article.sentences[index])
    asked = library.ask(text)
    assert not asked.refused
    assert {cite.key for cite in asked.citations} >= {ORDER}
    assert all(library.article(c.key).abstract[c.start : c.end] == c.text for c in asked.citations)
    untouched = library.ask("Does mannovirin prevent urinary tract infection?")
    assert "instructions" not in untouched.answer


def test_stray_marks_of_an_abstract_are_no_citations(library: Library) -> None:
    for index in sentences_with(library, MARKS, "[1]", "[2]", "[99]"):
        article = library.article(MARKS)
        asked = library.ask(article.text(article.sentences[index]))
        assert (MARKS, index) in [(cite.key, cite.sentence) for cite in asked.citations]
        numbers = [number for said in asked.statements for number in said.citations]
        assert numbers == list(range(1, len(asked.citations) + 1))
        assert max(numbers) < 99


def test_texts_with_the_signs_of_templates_stay_as_they_are(
    tmp_path: Path, builtin: SentenceTransformerEmbedder
) -> None:
    row = {
        "pmid": "99100001",
        "title": "Vexadrine: ${title} {key} %s",
        "abstract": "Vexadrine cost $40 in ${words} {0} %(keys)s of 10 adults.",
    }
    with make_library(tmp_path, builtin, row) as library:
        [cite] = library.ask("How much did vexadrine cost in adults?").citations
        assert cite.text == row["abstract"]
        assert row["title"] in library.ask("zorbitrexate?").answer


QUERY_LANGUAGES = [
    "lumetripant AND migraine",
    "lumetripant OR NOT migraine",
    "title:lumetripant",
    "+lumetripant -migraine",
    "lumetripant~2 migr* migr?ine",
    '"lumetripant',
    "lumetripant)",
    "((lumetripant",
    "lumetripant [1 TO 9] {a TO b}",
    "lumetripant^5 \\ / | & ! ; ' -- <>",
    "lumetripant'; DROP TABLE articles; --",
    "text:* key:pmid",
]


@pytest.mark.parametrize("text", QUERY_LANGUAGES)
def test_signs_of_query_languages_are_only_signs(library: Library, text: str) -> None:
    found = library.search(text)
    assert len(found.hits) == 10
    if "lumetripant" in text:
        assert "lumetripant" in found.hits[0].title.lower()
    assert library.ask(text).question == text
    assert library.stats().articles == 47


def test_an_operator_changes_nothing(library: Library) -> None:
    plain = library.search("lumetripant migraine").hits
    quoted = library.search('"lumetripant" (migraine)').hits
    assert plain[0].key == quoted[0].key


@pytest.mark.parametrize(
    "text",
    [
        "migraine " * 10_000,
        " ".join(f"w{n}" for n in range(10_000)),
        "x" * 200_000,
        "🦠🧬💊" * 100,
        "\0",
        "migr\0aine \0",
        "\u202emigraine\u202c \u200b\ufeff",
        "\ud800 migraine \udcff",
        "mig\u0301raine in na\u00efve \u03b2-blocker users \u5317\u4eac?",
        "migraine\r\n\tin\x0badults\x1b[31m",
        "?",
    ],
    ids=["long", "many words", "one word", "emoji", "NUL", "NUL within", "bidi", "surrogate",
         "accents", "controls", "sign"],
)  # fmt: skip
def test_any_question_is_answered_or_refused(library: Library, text: str) -> None:
    asked = library.ask(text)
    assert asked.answer
    assert asked.refused == (asked.citations == ())
    assert all(0 <= hit.score <= 1 for hit in library.search(text).hits)
    json.dumps(asked.to_dict(), ensure_ascii=False).encode("utf-8")


@pytest.mark.usefixtures("shared_model")
@pytest.mark.parametrize("text", ["\ud800 tea?", "tea\0", "'\"; --", "$(reboot) `id` %s {0} \\n"])
def test_any_question_passes_through_the_command(sample_store: Path, text: str) -> None:
    done = run("ask", "--store", str(sample_store), "--json", "--", text)
    assert (done.status, done.err) == (0, "")
    assert done.json["question"] == text.replace("\ud800", "?")
