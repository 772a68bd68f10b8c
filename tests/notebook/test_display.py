"""What shows itself, and how."""

import subprocess
import sys

from showing.invented import PAYLOADS, answer, harmful, refusal
from showing.tree import found, ids, of_class, parsed, texts

from qa import Library
from qa.answer import FoundArticle, SearchResult
from qa.notebook import display, register
from qa.notebook.many import Answers, Row


def test_an_answer_shows_itself_with_its_evidence(library: Library) -> None:
    asked = library.ask("Does lumetripant prevent migraine?")
    tree = parsed(asked._repr_html_())
    assert texts(tree, "aqa-question") == ["Does lumetripant prevent migraine?"]
    marks = of_class(tree, "aqa-cited")
    for mark in marks:
        mark.find_class("aqa-back")[0].drop_tree()
    assert sorted(mark.text_content() for mark in marks) == sorted(
        citation.text for citation in asked.citations
    )
    assert found(tree, "//button | //script") == []


def test_shown_twice_it_has_other_ids() -> None:
    first, second = (set(ids(parsed(answer()._repr_html_()))) for _ in range(2))
    assert first
    assert first.isdisjoint(second)


def test_text_stays_text() -> None:
    """A terminal shows what it did."""
    assert str(answer()) == answer().answer
    assert repr(answer()).startswith("Answer(question=")


def test_a_search_in_a_terminal_is_a_list(library: Library) -> None:
    shown = str(library.search("migraine prophylaxis")).splitlines()
    assert shown[0].startswith("1. Lumetripant 40 mg once daily for the prevention of")
    assert shown[1] == "   PMID: 99000001 · Invented Journal of Headache Medicine 2021"
    assert shown[2] == "   A halving of migraine days was reached by 46% vs. 27% of participants."
    assert shown[3].startswith("2. ")
    assert str(SearchResult("x", (), "There is nothing.")) == "There is nothing."
    found = FoundArticle("doi:1", None, "1", "A\n\x1b[31m title", "", None, 0.5, "retracted", None)
    assert str(SearchResult("x", (found,))) == "1. A [31m title\n   doi:1 · RETRACTED"


def test_an_article_in_a_terminal_is_its_abstract(library: Library) -> None:
    article = library.article("99000001")
    title, head, *sections = str(article).splitlines()
    assert title == article.title
    assert head == "PMID: 99000001 · Invented Journal of Headache Medicine 2021 Nov"
    assert [one.partition(":")[0] for one in sections][:2] == ["BACKGROUND", "METHODS"]
    assert len("\n".join(sections)) > len(article.abstract)
    assert repr(article).startswith("Article(key='pmid:99000001'")


def test_a_search_shows_itself(library: Library) -> None:
    result = library.search("migraine")
    tree = parsed(result._repr_html_())
    assert texts(tree, "aqa-title") == [hit.title for hit in result.hits]


def test_articles_counts_and_reports_are_shown_too(library: Library) -> None:
    article = library.article("99000001")
    assert texts(parsed(display.article(article)), "aqa-title") == [article.title]
    assert "47 (46 with an abstract)" in display.stats(library.stats())


def test_many_answers_show_a_row_each() -> None:
    several = Answers((Row("Does it help?", answer()), Row(PAYLOADS[0], ValueError("no"))))
    tree = parsed(several._repr_html_())
    assert [one.text_content() for one in found(tree, "//th")] == ["Does it help?", PAYLOADS[0]]
    assert "Error: no" in tree.text_content()


def test_thousands_of_answers_do_not_fill_the_page() -> None:
    tree = parsed(Answers(tuple(Row(str(n), answer()) for n in range(2_000)))._repr_html_())
    assert len(found(tree, "//tr")) == 51
    assert "and 1,950 more" in tree.text_content()


def test_a_harmful_answer_shows_itself_as_text() -> None:
    for payload in PAYLOADS:
        tree = parsed(harmful(payload)._repr_html_())
        assert found(tree, "//script | //img | //iframe | //svg | //link") == []


def test_a_refusal_shows_itself() -> None:
    assert "Nothing in the store is about moons." in refusal()._repr_html_()


def test_without_ipython_there_is_nothing_to_teach() -> None:
    assert register() is False


def test_a_plain_import_loads_neither_pandas_nor_templates() -> None:
    code = "import sys, qa; print(sorted({'pandas', 'jinja2', 'qa.showing'} & set(sys.modules)))"
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert done.stdout == "[]\n"
