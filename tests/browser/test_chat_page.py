"""Questions asked on the chat page, and their answers read there."""

import pytest
from llm.servers import Reply, Step
from llm.steps import fails, silent, speaks
from playwright.sync_api import expect
from writing.scripted import reply

from browser.chat import ANSWERED, SAMPLE_QUESTION, Chat
from browser.conftest import PATIENCE, Model, Visit
from qa import Library

pytestmark = pytest.mark.browser

DELIRIUM = "Does sopiradine prevent delirium after an operation?"
FOUND = "Among older patients with hip fracture, the infusion prevented roughly one delirium"


def in_two(first: str, last: str) -> Step:
    """The first piece; the last when the test sets `go_on`, however long that takes here."""

    def step(to: Reply) -> None:
        to.begin()
        to.send(*to.wire.opening(), to.wire.text(first))
        to.server.go_on.wait(PATIENCE / 1000)
        to.send(to.wire.text(last), *to.wire.ending("stop"))
        to.end()

    return step


@pytest.fixture(scope="module")
def sentence(library: Library) -> str:
    """What every brief for the question shows as its second sentence."""
    article = library.finding.invoke(DELIRIUM).weighed.retrieval.articles[0].article
    return article.text(article.sentences[1])


def test_statements_come_one_by_one_already_checked(
    model: Model, model_page: str, visit: Visit, sentence: str
) -> None:
    chat = Chat(visit(model_page))
    false = "The moon is made of cheese."
    whole = reply((sentence, [2]), (false, [2]))
    cut = whole.index(', {"text": "The moon') + 1
    model.go_on.clear()
    model.step = in_two(whole[:cut], whole[cut:])
    chat.send(DELIRIUM)
    exchange = chat.state(0, "asking")
    expect(exchange.locator(".aqa-verbatim")).to_contain_text(sentence)
    expect(exchange.locator(".aqa-statement")).to_have_count(1)
    expect(chat.page.locator("#x0-c1 bdi")).to_have_text(sentence)
    expect(chat.page.locator("#stop")).to_be_enabled()
    expect(chat.page.locator("#ask")).to_be_disabled()
    # Asked to mend it, the model says the same.
    model.step = speaks(reply((false, [2])))
    model.go_on.set()
    unsupported = chat.state(0, "done").locator(".aqa-unsupported")
    expect(unsupported).to_contain_text(false)
    expect(unsupported).to_contain_text("not supported")
    expect(chat.page.locator("#ask")).to_be_enabled()


def test_a_number_leads_to_its_sentence_and_the_sentence_back(
    sample_page: str, visit: Visit
) -> None:
    chat = Chat(visit(sample_page, height=600))
    answer = chat.ask(SAMPLE_QUESTION)
    statements = answer.locator(".aqa-said").all_inner_texts()
    assert chat.cited(0) == statements
    mark = answer.get_by_role("button", name="Citation 2: show its sentence")
    mark.click()
    assert chat.focused == "x0-c2"
    sentence = chat.page.locator("#x0-c2")
    expect(sentence).to_be_in_viewport()
    expect(sentence.locator("bdi")).to_have_text(statements[1])
    sentence.get_by_role("button", name="Back to the statement that cites 2").click()
    assert chat.focused == "x0-m2"
    expect(mark).to_be_in_viewport()


def test_every_card_says_what_its_article_is(sample_page: str, visit: Visit) -> None:
    chat = Chat(visit(sample_page))
    chat.ask(SAMPLE_QUESTION)
    card = chat.page.locator("#x0-a1")
    expect(card.get_by_role("heading", level=3)).to_contain_text("Lumetripant 40 mg once daily")
    expect(card).to_contain_text("Invented Journal of Headache Medicine (2021)")
    expect(card).to_contain_text("Randomized Controlled Trial")
    link = card.get_by_role("link", name="PMID: 99000001")
    expect(link).to_have_attribute("href", "https://pubmed.ncbi.nlm.nih.gov/99000001/")
    expect(link).to_have_attribute("rel", "noopener noreferrer")
    expect(card).to_contain_text("Okonmere AJ, Estrafeld MS")


def test_a_follow_up_shows_what_it_was_taken_to_mean(sample_page: str, visit: Visit) -> None:
    chat = Chat(visit(sample_page))
    chat.ask(SAMPLE_QUESTION)
    second = chat.ask("What about its side effects?", 1)
    expect(second.locator(".aqa-meant")).to_contain_text("lumetripant")
    # The newer answer's evidence is in view; the older one's comes back when it is chosen.
    expect(chat.page.locator("#x1-evidence")).to_be_visible()
    expect(chat.page.locator("#x0-evidence")).to_be_hidden()
    chat.exchange(0).get_by_role("button", name="Show evidence").click()
    expect(chat.page.locator("#x0-evidence")).to_be_visible()
    expect(chat.page.locator("#x1-evidence")).to_be_hidden()
    second.get_by_role("button", name="Citation 1: show its sentence").click()
    assert chat.focused == "x1-c1"


def test_filters_leave_only_what_they_allow(sample_page: str, visit: Visit) -> None:
    chat = Chat(visit(sample_page))
    chat.filters()
    chat.page.get_by_label("From year").fill("2022")
    chat.page.get_by_label("To year").fill("2022")
    chat.page.get_by_label("Publication types").click()
    chat.page.get_by_role("option", name="Randomized Controlled Trial").click()
    chat.page.keyboard.press("Escape")
    expect(chat.page.locator("#filters")).to_contain_text("Filters (2 set)")
    answer = chat.ask(SAMPLE_QUESTION)
    expect(answer).to_contain_text("With filters: 2022; Randomized Controlled Trial")
    about = chat.page.locator("#x0-evidence .aqa-about").all_inner_texts()
    assert about
    assert all("(2022)" in one and "Randomized Controlled Trial" in one for one in about)
    chat.press("Clear filters")
    expect(chat.page.locator("#filters")).not_to_contain_text("(2 set)")
    again = chat.ask(SAMPLE_QUESTION, 1)
    expect(again).not_to_contain_text("With filters")


def test_a_year_that_is_none_is_said_so(sample_page: str, visit: Visit) -> None:
    chat = Chat(visit(sample_page))
    chat.filters()
    chat.page.get_by_label("From year").fill("20th century")
    chat.send(SAMPLE_QUESTION)
    expect(chat.alert).to_contain_text("“20th century” is no year. Give four digits")
    expect(chat.question).to_have_value(SAMPLE_QUESTION)
    chat.page.get_by_label("From year").fill("")
    chat.ask(SAMPLE_QUESTION)


def test_a_refusal_says_why_and_what_is_closest(sample_page: str, visit: Visit) -> None:
    chat = Chat(visit(sample_page))
    answer = chat.ask("What is the capital of Mongolia?")
    expect(answer).to_contain_text("Nothing in the store is about “capital”, “Mongolia”")
    expect(answer.locator(".aqa-closest li")).to_have_count(3)
    expect(answer.get_by_role("button", name="Show evidence")).to_have_count(0)
    expect(chat.page.locator("#evidence")).to_contain_text(
        "Nothing is cited for: What is the capital of Mongolia?"
    )


def test_a_refusal_leaves_no_earlier_evidence_in_view(sample_page: str, visit: Visit) -> None:
    chat = Chat(visit(sample_page))
    chat.ask(SAMPLE_QUESTION)
    expect(chat.page.locator("#x0-evidence")).to_be_visible()
    chat.ask("What is the capital of Mongolia?", 1)
    expect(chat.page.locator("#x1-evidence")).to_contain_text("Nothing is cited for")
    expect(chat.page.locator("#x0-evidence")).to_be_hidden()
    chat.exchange(0).get_by_role("button", name="Show evidence").click()
    expect(chat.page.locator("#x0-evidence")).to_be_visible()
    expect(chat.page.locator("#x1-evidence")).to_be_hidden()


def test_a_number_stands_on_the_line_of_its_sentence(sample_page: str, visit: Visit) -> None:
    chat = Chat(visit(sample_page))
    chat.ask(SAMPLE_QUESTION)
    apart = chat.page.evaluate(
        """() => {
          const apart = [], pane = document.querySelector('#x0-evidence');
          for (let width = 240; width <= 700; width += 4) {
            pane.style.width = `${width}px`;
            for (const one of pane.querySelectorAll('.aqa-cited[id]')) {
              const first = document.createRange();
              first.setStart(one.querySelector('bdi').firstChild, 0);
              first.setEnd(one.querySelector('bdi').firstChild, 1);
              const word = first.getBoundingClientRect();
              const number = one.querySelector('.aqa-back').getBoundingClientRect();
              if (word.top > number.bottom - 2) apart.push([width, one.id]);
            }
          }
          return apart;
        }"""
    )
    assert apart == []


def test_a_running_answer_is_stopped(
    model: Model, model_page: str, visit: Visit, sentence: str
) -> None:
    chat = Chat(visit(model_page))
    whole = reply((sentence, [2]), ("It never ends.", [2]))
    model.left.clear()
    model.step = silent(whole[: whole.index('{"text": "It never')])
    chat.send(DELIRIUM)
    expect(chat.exchange(0)).to_contain_text(sentence, timeout=ANSWERED)
    chat.press("Stop")
    stopped = chat.state(0, "stopped")
    expect(stopped).to_contain_text(sentence)
    expect(stopped).to_contain_text("Stopped.")
    assert model.left.wait(10), "the model still writes"
    expect(chat.page.locator("#ask")).to_be_enabled()
    # What was said until then is kept, and looks and works as it did.
    before = stopped.inner_text()
    chat.reload()
    again = chat.state(0, "stopped")
    assert again.inner_text() == before
    again.get_by_role("button", name="Citation 1: show its sentence").click()
    assert chat.focused == "x0-c1"
    assert chat.cited(0) == [sentence]
    with chat.page.expect_download() as coming:
        chat.press("RIS")
    assert "TY  - JOUR" in coming.value.path().read_text("utf-8")
    model.step = fails(401)
    chat.ask(DELIRIUM, 1)


def test_a_failing_model_leaves_the_quoted_answer(
    model: Model, model_page: str, visit: Visit
) -> None:
    model.step = fails(401, "no such key")
    chat = Chat(visit(model_page))
    answer = chat.ask(DELIRIUM)
    expect(answer.locator(".aqa-notice")).to_be_visible()
    expect(answer).to_contain_text(FOUND)
    expect(answer.locator(".aqa-verbatim").first).to_be_visible()


def test_sentences_can_be_quoted_though_a_model_is_there(
    model: Model, model_page: str, visit: Visit
) -> None:
    chat = Chat(visit(model_page))
    before = len(model.requests)
    chat.filters()
    chat.page.get_by_label("Quoting sentences").check()
    answer = chat.ask(DELIRIUM)
    expect(answer).to_contain_text(FOUND)
    expect(answer.locator(".aqa-notice")).to_have_count(0)
    assert len(model.requests) == before


def test_an_example_is_answered_from_the_store(sample_page: str, visit: Visit) -> None:
    chat = Chat(visit(sample_page))
    example = chat.page.locator(".examples button").first
    question = example.inner_text()
    example.click()
    answer = chat.state(0, "done")
    expect(answer.get_by_role("heading", level=3)).to_contain_text(question)
    expect(answer.locator(".aqa-mark").first).to_be_visible()
    expect(chat.page.locator(".examples")).to_be_hidden()


def test_a_statement_stays_where_it_is_while_its_sentence_is_shown(
    sample_page: str, visit: Visit
) -> None:
    chat = Chat(visit(sample_page, height=600))
    chat.ask(SAMPLE_QUESTION)
    answer = chat.ask("What about its side effects?", 1)
    place = "mark => [mark.getBoundingClientRect().top, scrollY]"
    for one in answer.locator(".aqa-mark").all():
        number = int(one.inner_text().strip("[]"))
        one.scroll_into_view_if_needed()
        before = one.evaluate(place)
        one.click()
        expect(chat.page.locator(f"#x1-c{number}")).to_be_focused()
        expect(chat.page.locator(f"#x1-c{number} bdi")).to_be_in_viewport(ratio=0.9)
        assert one.evaluate(place) == before
        back = chat.page.locator(f"#x1-c{number} .aqa-back")
        back.click()
        expect(one).to_be_focused()
        assert one.evaluate(place) == before


@pytest.mark.parametrize("width", [390, 1280])
def test_one_sees_to_which_statement_one_has_come_back(
    sample_page: str, visit: Visit, width: int
) -> None:
    chat = Chat(visit(sample_page, width))
    answer = chat.ask(SAMPLE_QUESTION)
    grounds = (
        "all => all.map(one => [getComputedStyle(one).backgroundColor, "
        "getComputedStyle(one.querySelector('.aqa-mark')).outlineStyle])"
    )
    plain = answer.locator(".aqa-statement").evaluate_all(grounds)
    assert [line for _, line in plain] == ["none"] * len(plain)
    # By mouse, which shows no focus of its own.
    answer.locator(".aqa-mark").nth(1).click()
    expect(chat.page.locator("#x0-c2")).to_be_in_viewport()
    chat.page.locator("#x0-c2 .aqa-back").click()
    expect(answer.locator("#x0-m2")).to_be_in_viewport(ratio=1)
    (first, *_), (second, line), *_ = answer.locator(".aqa-statement").evaluate_all(grounds)
    assert line == "solid"
    assert second != first
    assert first == plain[0][0]
