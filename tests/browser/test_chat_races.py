"""What is done on the chat page sooner than its server answers."""

import pytest
from llm.steps import silent
from playwright.sync_api import expect
from writing.scripted import reply

from browser.chat import ANSWERED, SAMPLE_QUESTION, Chat
from browser.conftest import Model, Visit

pytestmark = pytest.mark.browser

# Whatever the server sends of events reaches the page half a second late.
LATE = """(() => {
  const plain = window.fetch.bind(window);
  window.fetch = async (input, init) => {
    const reply = await plain(input, init);
    if (!String(input.url ?? input).includes('/queue/data')) return reply;
    const late = new TransformStream({ async transform(part, to) {
      await new Promise((done) => setTimeout(done, 500));
      to.enqueue(part);
    } });
    return new Response(reply.body.pipeThrough(late), reply);
  };
})();"""
# Both in one turn of the page's own script: nothing comes between.
AT_ONCE = """(first) => {
  document.querySelector(first).click();
  const enter = { key: 'Enter', bubbles: true, cancelable: true };
  for (const kind of ['keydown', 'keypress']) {
    document.querySelector('#question textarea').dispatchEvent(new KeyboardEvent(kind, enter));
  }
}"""


@pytest.mark.parametrize("late", ["", LATE], ids=["soon", "late"])
def test_a_question_after_new_conversation_begins_one(
    sample_page: str, visit: Visit, late: str
) -> None:
    chat = Chat(visit(sample_page, script=late))
    chat.ask(SAMPLE_QUESTION)
    first = chat.page.url
    chat.question.fill("Does sopiradine prevent delirium after an operation?")
    chat.page.evaluate(AT_ONCE, "#new")
    expect(chat.exchange(0)).to_contain_text("delirium")
    expect(chat.state(0, "done")).not_to_contain_text("migraine")
    expect(chat.exchange(1)).to_have_count(0)
    assert chat.page.url != first


@pytest.mark.parametrize("late", ["", LATE], ids=["soon", "late"])
def test_a_question_after_clear_filters_has_none(sample_page: str, visit: Visit, late: str) -> None:
    chat = Chat(visit(sample_page, script=late))
    chat.filters()
    chat.page.get_by_label("From year").fill("2022")
    chat.page.get_by_label("Include retracted articles").check()
    expect(chat.page.locator("#filters")).to_contain_text("Filters (2 set)")
    chat.question.fill(SAMPLE_QUESTION)
    chat.page.evaluate(AT_ONCE, "#clear")
    expect(chat.state(0, "done")).not_to_contain_text("With filters")
    expect(chat.page.get_by_label("From year")).to_have_value("")


def test_a_question_before_the_conversation_is_there_goes_on_in_it(
    sample_page: str, visit: Visit
) -> None:
    chat = Chat(visit(sample_page))
    chat.ask(SAMPLE_QUESTION)
    again = Chat(visit(chat.page.url, script=LATE))
    again.ask("What about its side effects?", 1)
    expect(again.exchange(0)).to_contain_text("lumetripant")


def test_a_conversation_begun_while_one_is_answered_stays_empty(
    model: Model, model_page: str, visit: Visit
) -> None:
    chat = Chat(visit(model_page))
    whole = reply(("It never ends.", [2]))
    model.step = silent(whole[:-5])
    chat.send("Does sopiradine prevent delirium after an operation?")
    expect(chat.page.locator("#stop")).to_be_enabled(timeout=ANSWERED)
    chat.press("New conversation")
    expect(chat.exchange(0)).to_have_count(0)
    # Long enough for what the stopped answer might have had to say.
    chat.page.wait_for_timeout(1500)
    expect(chat.exchange(0)).to_have_count(0)
    expect(chat.page.locator("#ask")).to_be_enabled()
    assert "?c=" not in chat.page.url


@pytest.mark.parametrize("button", ["#new", "#history .open"])
def test_a_second_click_is_none(sample_page: str, visit: Visit, button: str) -> None:
    chat = Chat(visit(sample_page))
    chat.ask(SAMPLE_QUESTION)
    if button != "#new":
        chat.tab("Conversations")
    chat.page.locator(button).first.dblclick()
    chat.send("Does sopiradine prevent delirium after an operation?")
    asked = chat.page.locator(".exchange.is-done", has_text="delirium")
    asked.first.wait_for(timeout=ANSWERED)


@pytest.mark.parametrize("status", [429, 503, None], ids=["refused", "busy", "no-server"])
def test_what_is_not_sent_is_told_and_can_be_sent_again(
    sample_page: str, visit: Visit, status: int | None
) -> None:
    chat = Chat(visit(sample_page))
    chat.ask(SAMPLE_QUESTION)
    joins = "**/queue/join*"
    chat.page.route(joins, lambda one: one.fulfill(status=status) if status else one.abort())
    told = chat.page.locator("#told")
    for press in ("New conversation", "Ask"):
        chat.question.fill("Does sopiradine prevent delirium after an operation?")
        chat.press(press)
        expect(told).to_contain_text("Try again in a moment")
        chat.page.evaluate("document.getElementById('told').textContent = ''")
    chat.page.unroute(joins)
    if status is None:
        # Gradio draws its page anew once it finds its server again: at no set time.
        chat.reload()
    # The browser's own word on it, as it should be.
    chat.opened.problems.clear()
    chat.send("Does sopiradine prevent delirium after an operation?")
    expect(chat.page.locator(".exchange.is-done").last).to_contain_text("delirium")


def test_what_is_sent_as_the_stream_of_events_ends_is_heard_of(
    sample_page: str, visit: Visit
) -> None:
    """The server has ended the stream by then, and the page has not heard of it yet."""
    chat = Chat(visit(sample_page, script=LATE))
    chat.ask(SAMPLE_QUESTION)
    for words in ("migraine", "delirium", "wheeze"):
        found = chat.find(words)
        expect(found.locator("li").first).to_contain_text(words)
        # The last event is over; its stream's end is still on its way for half a second.
        chat.page.wait_for_timeout(50)


# Asked by the keyboard, and the page loaded anew: so many milliseconds later.
ASKED_AND_LEFT = """(after) => {
  const enter = { key: 'Enter', bubbles: true, cancelable: true };
  for (const kind of ['keydown', 'keypress']) {
    document.querySelector('#question textarea').dispatchEvent(new KeyboardEvent(kind, enter));
  }
  setTimeout(() => location.reload(), after);
}"""


@pytest.mark.parametrize("after", [0, 20, 150])
def test_what_was_asked_as_the_page_was_left_is_no_draft(
    sample_page: str, visit: Visit, after: int
) -> None:
    """Unless the server never had it: then it is nowhere but there."""
    chat = Chat(visit(sample_page, script=LATE))
    chat.ask(SAMPLE_QUESTION)
    question = f"Does sopiradine prevent delirium {after} days after an operation?"
    chat.question.fill(question)
    with chat.page.expect_navigation():
        chat.page.evaluate(ASKED_AND_LEFT, after)
    chat.opened.problems.clear()
    chat.state(0, "done")
    # What was kept is looked at once the page knows whose it is.
    chat.page.locator("#account .account").wait_for(state="attached")
    chat.page.wait_for_timeout(1000)
    taken = chat.exchange(1).count() == 1
    expect(chat.question).to_have_value("" if taken else question)
    assert taken or after < 150


def test_what_was_not_taken_as_the_page_was_left_is_a_draft(sample_page: str, visit: Visit) -> None:
    chat = Chat(visit(sample_page))
    chat.ask(SAMPLE_QUESTION)
    question = "Does sopiradine prevent delirium while nobody listens?"
    # On its way for ever.
    chat.page.route("**/queue/join*", lambda one: None)
    chat.question.fill(question)
    with chat.page.expect_navigation():
        chat.page.evaluate(ASKED_AND_LEFT, 100)
    chat.page.unroute_all(behavior="ignoreErrors")
    chat.reload()
    expect(chat.question).to_have_value(question)
    chat.opened.problems.clear()


def test_a_draft_outlives_the_page_that_lost_its_server(sample_page: str, visit: Visit) -> None:
    """Gradio loads the page anew once it finds its server again."""
    chat = Chat(visit(sample_page))
    chat.ask(SAMPLE_QUESTION)
    draft = "Does sopiradine\nprevent delirium?"
    joins = "**/queue/join*"
    chat.page.route(joins, lambda one: one.abort())
    chat.page.evaluate("window.before = true")
    chat.question.fill(draft)
    chat.press("Ask")
    expect(chat.page.locator("#told")).to_contain_text("Try again in a moment")
    chat.page.unroute(joins)
    chat.page.wait_for_function("window.before === undefined")
    chat.state(0, "done")
    expect(chat.question).to_have_value(draft)
    chat.opened.problems.clear()
    # It is the question that is asked, and is no draft any more.
    chat.press("Ask")
    expect(chat.state(1, "done")).to_contain_text("delirium")
    expect(chat.question).to_have_value("")
    chat.reload()
    chat.state(1, "done")
    expect(chat.question).to_have_value("")
