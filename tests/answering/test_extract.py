"""The answer is sentences of the store, verbatim, each with a citation that leads to it."""

from typing import Any

import pytest

from answering.helpers import cited, with_settings
from qa import Answer, Grade, Library, Statement
from qa.form import infer_category
from qa.marks import with_marks

Answers = list[tuple[dict[str, Any], Answer]]


def given(answers: Answers) -> list[Answer]:
    found = [answer for _, answer in answers if not answer.refused]
    assert len(found) > 70  # else the tests below look at nothing
    return found


def test_every_citation_is_cut_from_the_stored_abstract(answers: Answers, library: Library) -> None:
    for answer in given(answers):
        for cite in answer.citations:
            article = library.article(cite.key)
            place = article.sentences[cite.sentence]
            assert article.abstract[cite.start : cite.end] == cite.text == article.text(place)
            assert (cite.start, cite.end) == (place.start, place.end)
            assert cite.section == article.section(place).label
            assert (cite.title, cite.pmid, cite.doi) == (article.title, article.pmid, article.doi)
            assert cite.status == article.status


def test_numbers_run_in_order_of_first_use(answers: Answers) -> None:
    for answer in given(answers):
        used = [number for statement in answer.statements for number in statement.citations]
        assert list(dict.fromkeys(used)) == list(range(1, len(answer.citations) + 1))
        assert [cite.number for cite in answer.citations] == sorted(set(used))


def test_statements_are_verbatim(answers: Answers) -> None:
    for answer in given(answers):
        assert 1 <= len(answer.statements) <= 4
        for statement in answer.statements:
            [number] = statement.citations
            assert statement.support is Grade.VERBATIM
            assert statement.text == answer.citations[number - 1].text


def test_the_answer_is_its_statements_with_their_marks(answers: Answers) -> None:
    for answer in given(answers):
        marked = [f"{statement.text} [{n}]" for n, statement in enumerate(answer.statements, 1)]
        assert answer.answer == str(answer) == " ".join(marked)


def test_two_citations_of_one_statement_follow_each_other() -> None:
    said = (Statement("A.", (1, 2), Grade.SUPPORTED), Statement("B.", (3,), Grade.VERBATIM))
    assert with_marks(said) == "A. [1][2] B. [3]"


def test_no_sentence_is_cited_twice(answers: Answers) -> None:
    for answer in given(answers):
        assert len(set(cited(answer))) == len(answer.citations)
        assert all(count <= 3 for count in _per_article(answer).values())


def _per_article(answer: Answer) -> dict[str, int]:
    keys = [cite.key for cite in answer.citations]
    return {key: keys.count(key) for key in keys}


def test_the_title_is_never_cited(answers: Answers, library: Library) -> None:
    for answer in given(answers):
        assert all(cite.text != cite.title and cite.sentence >= 0 for cite in answer.citations)
    title = library.article("pmid:99000001").title
    asked = library.ask(title)
    assert not asked.refused
    assert title not in asked.answer


def test_every_cited_article_is_among_those_found(answers: Answers) -> None:
    for answer in given(answers):
        assert {cite.key for cite in answer.citations} <= {found.key for found in answer.articles}


def test_articles_found_show_their_best_sentences(answers: Answers, library: Library) -> None:
    for _, answer in answers[:20]:
        assert len(answer.articles) == 10
        assert [a.score for a in answer.articles] == sorted(
            (a.score for a in answer.articles), reverse=True
        )
        for found in answer.articles:
            abstract = library.article(found.key).abstract
            assert len(found.sentences) <= 3
            assert all(abstract[s.start : s.end] == s.text for s in found.sentences)


def test_an_aim_does_not_come_first(answers: Answers, library: Library) -> None:
    """The sample's trap: unlabelled abstracts whose aim holds more of the question's words."""
    led = []
    for entry, answer in answers:
        for cite in answer.citations[:1]:
            place = cite.sentence / max(1, len(library.article(cite.key).sentences) - 1)
            aim = (cite.category or infer_category(cite.text, place)) == "OBJECTIVE"
            if aim and [cite.key, cite.sentence] not in entry["sentences"]:
                led.append(entry["question"])
    # One of 105 does, where the result stands in words far from the question's.
    assert len(led) <= 1, led


def test_retracted_work_is_not_cited_unless_asked_for(answers: Answers) -> None:
    for _, answer in answers:
        assert "retracted" not in {cite.status for cite in answer.citations}


def test_a_cited_retracted_article_says_so(library: Library) -> None:
    asked = with_settings(library, include_retracted=True).ask(
        "By how much did the TOLVE-1 report say that tolverone lowered mortality?"
    )
    status = {cite.key: cite.status for cite in asked.citations}
    assert status["pmid:99000013"] == "retracted"


@pytest.mark.parametrize("statements", [1, 2, 10])
def test_no_more_statements_than_asked_for(library: Library, statements: int) -> None:
    one = with_settings(library, statements=statements)
    assert len(one.ask("Does sopiradine prevent delirium?").statements) <= statements


def test_articles_that_disagree_are_both_cited(answers: Answers) -> None:
    """Of the sample's questions on which articles disagree, some are answered from two."""
    both = [
        len({cite.key for cite in answer.citations} & set(entry["keys"])) >= 2
        for entry, answer in answers
        if entry.get("verdict") == "maybe"
    ]
    print(f"answers to {len(both)} conflicting questions that cite two sides: {sum(both)}")  # noqa: T201
    assert sum(both) >= 1
