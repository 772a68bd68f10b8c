"""Whatever a bad model says, the contract holds: a few questions here, a hundred with `-m model`.

make small-model        the hundred, and the share of each class
"""

from collections import Counter
from collections.abc import Sequence

import pytest
from answering.helpers import QUESTIONS

from qa import Answer, Grade, Library, Statement
from qa.answer import Citation, Fault
from qa.checking.checker import check
from qa.events import Done, Event, Held, Notice, Said, Started
from small_model.conftest import SEED

OF_THE_PAGE = (
    "Which drug had the weaker effect in the colitis models?",
    "What does lenalidomide do to colitis in mice?",
    "Does thalidomide reduce inflammation of the colon?",
    "Which cytokines were suppressed?",
    "Are immunomodulatory drugs a treatment for inflammatory bowel disease?",
)
HUNDRED = 100


def questions() -> list[str]:
    """A hundred: of the seed page where it is there, and of the sample."""
    page = list(OF_THE_PAGE) if SEED.is_file() else []
    return [*page, *(entry["question"] for entry in QUESTIONS)][:HUNDRED]


def hold_to_the_contract(library: Library, question: str) -> Answer:
    """Ask, and look at everything that comes."""
    events = list(library.stream(question))
    assert isinstance(events[0], Started)
    assert isinstance(events[-1], Done)
    assert all(isinstance(one, Notice | Held | Said) for one in events[1:-1])
    answer = events[-1].answer
    said = [one for one in events if isinstance(one, Said)]
    assert [one.position for one in said] == list(range(len(said)))
    assert [one.statement for one in said] == list(answer.statements)
    found = {article.key for article in events[0].articles}
    for event in said:
        assert {one.number for one in event.citations} == set(event.statement.numbers)
        for cited in event.citations:
            hold_to_the_store(library, cited, found)
        hold_to_the_check(event.statement, answer.citations)
    return answer


def hold_to_the_store(library: Library, cited: Citation, found: set[str]) -> None:
    """The citation is of the closed set, to the byte."""
    assert cited.key in found
    article = library.article(cited.key)
    sentence = article.sentences[cited.sentence]
    assert (cited.start, cited.end) == (sentence.start, sentence.end)
    assert article.abstract[cited.start : cited.end].encode() == cited.text.encode()


def hold_to_the_check(statement: Statement, citations: Sequence[Citation]) -> None:
    """Its class is what the public check says; what does not hold says why."""
    texts = [citations[n - 1].text for n in statement.citations]
    assert statement.support.holds == (bool(texts) and check(statement.text, texts).grade.holds)
    if not statement.support.holds:
        assert statement.reasons
        assert statement.fault or statement.support is Grade.PARTIAL
    if statement.fault is Fault.MISATTRIBUTED:
        assert all(
            check(statement.text, [citations[n - 1].text]).grade.holds for n in statement.instead
        )


@pytest.mark.parametrize("question", questions()[:3])
def test_a_few_questions(written: Library, question: str) -> None:
    hold_to_the_contract(written, question)


@pytest.mark.model
def test_a_hundred_questions(written: Library, capsys: pytest.CaptureFixture[str]) -> None:
    answers = [hold_to_the_contract(written, question) for question in questions()]
    with capsys.disabled():
        print(report(answers))  # noqa: T201  (the figures are what this is for)
    assert len(answers) == HUNDRED
    written_by_it = [one for one in answers if not any("did not answer" in n for n in one.notices)]
    assert len(written_by_it) > HUNDRED / 2


def report(answers: Sequence[Answer]) -> str:
    """The share of each class, as it is."""
    statements = [one for answer in answers for one in answer.statements]
    classes = Counter(str(one.support) for one in statements)
    faults = Counter(str(one.fault) for one in statements if one.fault)
    refused = sum(answer.refused for answer in answers)
    degraded = sum(any("did not answer" in n for n in answer.notices) for answer in answers)
    shares = ", ".join(f"{n} {c} ({c / len(statements):.0%})" for n, c in classes.most_common())
    return (
        f"\n{len(answers)} questions, {len(statements)} statements: {shares}; "
        f"{', '.join(f'{n} {c}' for n, c in faults.most_common()) or 'no faults'}; "
        f"{refused} refused, {degraded} answered without the model"
    )


def test_the_prompt_fits_by_the_model_s_own_tokenizer(written: Library) -> None:
    """A window of 4,096 tokens and forty articles."""
    from answering.helpers import with_settings  # noqa: PLC0415

    asked = with_settings(
        written, llm=written.settings.llm, llm_window=4096, articles=40, statements=4
    )
    author = asked.author
    assert author is not None
    for question in questions()[5:8]:
        chosen = asked.finding.invoke(question)
        assert len(chosen.weighed.retrieval.articles) == 40
        stream = author.stream(chosen)
        events: list[Event] = [next(stream), next(stream)]
        stream.close()
        messages = author.opening(chosen)
        tokens = sum(author.writer.count(one.text) for one in messages)
        assert 1500 < tokens <= 4096 - 3 * author.writer.reply
        notice = events[1]
        assert isinstance(notice, Notice)
        assert "of 40 articles" in notice.text
