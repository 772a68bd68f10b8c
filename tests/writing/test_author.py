"""What becomes of a model's statements: cited from the store, checked, mended once, never lost."""

import asyncio
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from answering.helpers import make_library, with_settings

from index.embedder import Embedder
from index.errors import ModelError
from qa import Grade, Library, Support
from qa.answer import Answer, Fault
from qa.events import Done, Event, Held, Notice, Said, Started
from writing.scripted import Reply, ScriptedWriter, answer_of, author_of, events_of, reply

QUESTION = "Does sopiradine prevent delirium after an operation?"
GARBLED = "The patients were very happy and went home with 77 balloons each."


def shown_to(writer: ScriptedWriter) -> dict[int, str]:
    """The sentences that the model was shown, by number."""
    user = writer.asked[0][1].text
    return {int(n): text for n, text in re.findall(r"^\[(\d+)\] (.*)$", user, re.MULTILINE)}


@pytest.fixture(scope="module")
def sentences(library: Library) -> dict[int, str]:
    """The numbered sentences for `QUESTION`."""
    writer = ScriptedWriter(reply())
    answer_of(library, QUESTION, writer)
    return shown_to(writer)


def test_citations_are_cut_from_the_store(library: Library, sentences: dict[int, str]) -> None:
    answer = answer_of(library, QUESTION, ScriptedWriter(reply((sentences[2], [2]))))
    assert [(s.text, s.support) for s in answer.statements] == [(sentences[2], Grade.VERBATIM)]
    (cited,) = answer.citations
    article = library.article(cited.key)
    assert article.abstract[cited.start : cited.end] == cited.text == sentences[2]
    assert answer.answer == f"{sentences[2]} [1]"
    assert not answer.refused


def test_numbers_run_in_order_of_first_use(library: Library, sentences: dict[int, str]) -> None:
    said = reply((sentences[5], [5]), (sentences[2], [2, 5]), (sentences[1], [1]))
    answer = answer_of(library, QUESTION, ScriptedWriter(said))
    assert [s.citations for s in answer.statements] == [(1,), (2, 1), (3,)]
    assert [c.text for c in answer.citations] == [sentences[5], sentences[2], sentences[1]]


def test_a_number_outside_the_set_is_refused(library: Library, sentences: dict[int, str]) -> None:
    said = reply((sentences[2], [9999, -1, 0]))
    answer = answer_of(library, QUESTION, ScriptedWriter(said, said))
    (statement,) = answer.statements
    assert statement.support is Grade.UNSUPPORTED
    assert statement.citations == ()
    assert any("[9999], [-1], [0]" in reason for reason in statement.reasons)


def test_one_bad_number_beside_a_good_one_is_told(
    library: Library, sentences: dict[int, str]
) -> None:
    answer = answer_of(library, QUESTION, ScriptedWriter(reply((sentences[2], [2, 9999]))))
    (statement,) = answer.statements
    assert statement.citations == (1,)
    assert any("[9999]" in reason for reason in statement.reasons)


def test_the_right_sentence_is_named_where_the_wrong_one_is_cited(
    library: Library, sentences: dict[int, str]
) -> None:
    said = reply((sentences[2], [7]))
    answer = answer_of(library, QUESTION, ScriptedWriter(said, said))
    (statement,) = answer.statements
    assert (statement.support, statement.fault) == (Grade.UNSUPPORTED, Fault.MISATTRIBUTED)
    assert answer.citations[statement.instead[0] - 1].text == sentences[2]
    assert answer.citations[statement.citations[0] - 1].text == sentences[7]
    assert f"[{statement.instead[0]}] says it" in answer.answer


def test_what_no_sentence_says_is_called_fabricated_and_shown(library: Library) -> None:
    said = reply((GARBLED, [2]))
    answer = answer_of(library, QUESTION, ScriptedWriter(said, said))
    (statement,) = answer.statements
    assert (statement.support, statement.fault) == (Grade.UNSUPPORTED, Fault.FABRICATED)
    assert answer.answer == f"{GARBLED} [1] (not supported)"


def test_the_model_may_mend_once(library: Library, sentences: dict[int, str]) -> None:
    writer = ScriptedWriter(
        reply((sentences[2], [2]), (GARBLED, [3]), (sentences[5], [5])), reply((sentences[3], [3]))
    )
    events = events_of(library, QUESTION, writer)
    said = [one for one in events if isinstance(one, Said)]
    assert [one.statement.text for one in said] == [sentences[2], sentences[3], sentences[5]]
    assert [one.position for one in said] == [0, 1, 2]
    assert [one.text for one in events if isinstance(one, Held)] == [GARBLED]
    asked = writer.asked[1][-1].text
    assert GARBLED in asked
    assert "[3]" in asked
    assert "just these 1 statements" in asked
    assert len(writer.asked) == 2


def test_what_still_fails_stays_as_it_was(library: Library, sentences: dict[int, str]) -> None:
    for mended in (
        reply(("Even more balloons were given to all 900 of them.", [3])),
        reply(),
        "no",
    ):
        writer = ScriptedWriter(reply((sentences[2], [2]), (GARBLED, [3])), mended)
        answer = answer_of(library, QUESTION, writer)
        assert [s.text for s in answer.statements] == [sentences[2], GARBLED]
        assert answer.statements[1].support is Grade.UNSUPPORTED


def test_statements_that_stand_come_before_the_reply_ends(
    library: Library, sentences: dict[int, str]
) -> None:
    writer = ScriptedWriter(reply((sentences[2], [2]), (sentences[3], [3])))
    events = author_of(library, writer).stream(library.finding.invoke(QUESTION))
    first = next(one for one in events if isinstance(one, Said))
    assert first.statement.text == sentences[2]
    assert writer.closed == 0
    events.close()
    assert writer.closed == 1


def test_every_statement_event_brings_its_citations(
    library: Library, sentences: dict[int, str]
) -> None:
    wrong = reply((sentences[2], [7]), (sentences[5], [5, 6]))
    events = events_of(library, QUESTION, ScriptedWriter(wrong, wrong))
    assert isinstance(events[0], Started)
    assert isinstance(events[-1], Done)
    for event in (one for one in events if isinstance(one, Said)):
        assert {c.number for c in event.citations} == set(event.statement.numbers)
    done = events[-1].answer
    assert [s.text for s in done.statements] == [
        one.statement.text for one in events if isinstance(one, Said)
    ]


@pytest.mark.parametrize(
    ("replies", "notice"),
    [
        ([ModelError("scripted:model cannot be reached")], "did not answer"),
        (["I am sorry.", "Really."], "did not answer (its reply could not be read"),
        ([("{", ModelError("lost"))], "did not answer"),
    ],
)
def test_a_failing_model_leaves_the_extractive_answer(
    library: Library, replies: list[Reply], notice: str
) -> None:
    plain = library.ask(QUESTION)
    answer = answer_of(library, QUESTION, ScriptedWriter(*replies))
    assert answer.statements == plain.statements
    assert answer.citations == plain.citations
    assert any(notice in text for text in answer.notices)
    assert not answer.refused


def test_what_came_before_the_break_is_kept(library: Library, sentences: dict[int, str]) -> None:
    whole = reply((sentences[2], [2]), (sentences[3], [3]))
    broken = whole[: whole.index(sentences[3])]
    writer = ScriptedWriter((broken, ModelError("the line went dead")))
    answer = answer_of(library, QUESTION, writer)
    assert [s.text for s in answer.statements] == [sentences[2]]
    assert any("the line went dead" in text for text in answer.notices)


def test_a_model_that_finds_nothing_is_believed(library: Library) -> None:
    answer = answer_of(library, QUESTION, ScriptedWriter(reply()))
    assert answer.refused
    assert "found no answer" in (answer.reason or "")
    assert answer.statements == ()


def test_where_nothing_bears_on_the_question_no_model_is_asked(library: Library) -> None:
    writer = ScriptedWriter()
    answer = answer_of(library, "Who won the football world cup in 1998?", writer)
    assert answer.refused
    assert writer.asked == []


def test_retracted_work_supports_nothing(library: Library) -> None:
    asked = with_settings(library, include_retracted=True, articles=40)
    question = next(a.title for a in (library.article("99000014"),))
    writer = ScriptedWriter(reply())
    answer_of(asked, question, writer)
    gone = [
        number
        for number, line in shown_to(writer).items()
        if _standing_of(writer, number).startswith("RETRACT")
    ]
    assert gone
    text = shown_to(writer)[gone[0]]
    said = reply((text, [gone[0]]))
    answer = answer_of(asked, question, ScriptedWriter(said, said))
    (statement,) = answer.statements
    assert statement.support is Grade.UNSUPPORTED
    assert any("retracted work" in reason for reason in statement.reasons)


@pytest.fixture
def withdrawn(tmp_path: Path, builtin: Embedder) -> Iterator[Library]:
    """Two invented trials that say the same, one of them retracted; and a third of something."""
    text = "Vexadrine lowered the rate of gout attacks by 40% in 312 adults."
    rows = (
        {"pmid": "99200001", "title": "Vexadrine for gout.", "abstract": text},
        {
            "pmid": "99200002",
            "title": "Vexadrine for gout, again.",
            "abstract": f"{text} Vexadrine lowered deaths from gout by 90% in 312 adults.",
            "publication_types": ["Retracted Publication"],
        },
    )
    with make_library(tmp_path, builtin, *rows) as made:
        yield with_settings(made, include_retracted=True)


def test_retracted_work_cited_beside_sound_work_is_not_counted(withdrawn: Library) -> None:
    asked = "Does vexadrine prevent gout attacks?"
    writer = ScriptedWriter(reply())
    answer_of(withdrawn, asked, writer)
    numbers = {(text, _standing_of(writer, n)): n for n, text in shown_to(writer).items()}
    text = "Vexadrine lowered the rate of gout attacks by 40% in 312 adults."
    more = "Vexadrine lowered deaths from gout by 90% in 312 adults."
    both = [numbers[text, ""], numbers[text, "RETRACTED"]]
    (held,) = answer_of(withdrawn, asked, ScriptedWriter(reply((text, both)))).statements
    assert held.support.holds
    assert held.reasons == ("pmid:99200002 is retracted and was not counted",)
    assert len(held.citations) == 2

    said = reply((more, [numbers[text, ""], numbers[more, "RETRACTED"]]))
    (lost,) = answer_of(withdrawn, asked, ScriptedWriter(said, said)).statements
    assert not lost.support.holds
    assert lost.reasons[0] == "pmid:99200002 is retracted and was not counted"
    assert lost.instead == ()


def _standing_of(writer: ScriptedWriter, number: int) -> str:
    standing = ""
    for line in writer.asked[0][1].text.splitlines():
        if line.startswith("ARTICLE "):
            last = line.rpartition("| ")[2]
            standing = last if last.isupper() else ""
        if line.startswith(f"[{number}] "):
            return standing
    return ""


@pytest.mark.parametrize(("said", "verdict"), [("yes", "yes"), ("none", None), ("maybe", "maybe")])
def test_a_verdict_is_given_where_one_is_asked_for(
    library: Library, sentences: dict[int, str], said: str, verdict: str | None
) -> None:
    answer = answer_of(library, QUESTION, ScriptedWriter(reply((sentences[2], [2]), verdict=said)))
    assert answer.verdict == verdict


def test_no_verdict_rests_on_unsupported_words(library: Library) -> None:
    said = reply((GARBLED, [2]), verdict="yes")
    assert answer_of(library, QUESTION, ScriptedWriter(said, said)).verdict is None


def test_what_does_not_fit_is_said(library: Library) -> None:
    asked = with_settings(library, articles=40)
    writer = ScriptedWriter(reply(), window=4096)
    events = events_of(asked, QUESTION, writer)
    (notice,) = [one.text for one in events if isinstance(one, Notice)]
    left = re.search(r"window of 4,096 tokens .*: (\d+) of 40 articles and (\d+) sentences", notice)
    assert left
    held = len({line for line in writer.asked[0][1].text.splitlines() if line[:8] == "ARTICLE "})
    assert held == 40 - int(left[1])
    whole = sum(writer.count(one.text) for one in writer.asked[0]) + 3 * writer.reply
    assert whole <= 4096


def test_sentences_alone_left_out_are_said(library: Library) -> None:
    asked = with_settings(library, articles=1)
    events = events_of(asked, QUESTION, ScriptedWriter(reply(), window=1024))
    (notice,) = [one.text for one in events if isinstance(one, Notice)]
    assert re.search(r"window of 1,024 tokens does not hold all sentences .*: \d+\.$", notice)


def test_a_window_too_small_for_any_sentence_is_said(library: Library) -> None:
    writer = ScriptedWriter(window=200)
    answer = answer_of(library, QUESTION, writer)
    assert answer.statements
    assert any("holds no sentence" in text for text in answer.notices)
    assert writer.asked == []


def test_statements_are_no_more_than_asked_for(library: Library, sentences: dict[int, str]) -> None:
    asked = with_settings(library, statements=2)
    writer = ScriptedWriter(reply(*((sentences[n], [n]) for n in range(1, 8))))
    assert len(answer_of(asked, QUESTION, writer).statements) == 2
    assert writer.closed == 1


def test_the_same_statement_twice_is_one(library: Library, sentences: dict[int, str]) -> None:
    writer = ScriptedWriter(reply((sentences[2], [2]), (sentences[2], [2])))
    assert len(answer_of(library, QUESTION, writer).statements) == 1


def test_tokens_and_cost_are_counted_over_all_turns(
    library: Library, sentences: dict[int, str]
) -> None:
    priced = with_settings(library, llm_prices=(2.0, 10.0))
    writer = ScriptedWriter(reply((GARBLED, [2])), reply((sentences[2], [2])))
    usage = answer_of(priced, QUESTION, writer).usage
    assert usage is not None
    assert (usage.tokens_in, usage.tokens_out, usage.cost) == (200, 20, 0.0006)


def test_async_says_the_same(library: Library, sentences: dict[int, str]) -> None:
    said = (reply((sentences[2], [2]), (GARBLED, [3])), reply((sentences[3], [3])))
    chosen = library.finding.invoke(QUESTION)

    async def collected() -> list[Event]:
        author = author_of(library, ScriptedWriter(*said))
        return [event async for event in author.astream(chosen)]

    def bare(events: list[Event]) -> list[object]:
        """Without the time it took."""
        kept: list[object] = list(events[:-1])
        last = events[-1]
        assert isinstance(last, Done)
        return [*kept, {**last.answer.to_dict(), "timings_ms": None}]

    again = list(author_of(library, ScriptedWriter(*said)).stream(chosen))
    assert bare(asyncio.run(collected())) == bare(again)


def test_disagreement_names_both_sides(library: Library, sentences: dict[int, str]) -> None:
    def against(statement: str, sentence: str) -> bool:
        return statement == sentences[2] and sentence == other

    answers: list[Answer] = []
    shown = ScriptedWriter(reply((sentences[2], [2])))
    first = sentences[2]
    keys = {text: key for key, text in _keyed(shown, library)}
    other = next(text for text in keys if keys[text] != keys[first])
    answers.append(
        answer_of(library, QUESTION, ScriptedWriter(reply((first, [2]))), contradicts=against)
    )
    (statement,) = answers[0].statements
    cited = {answers[0].citations[n - 1].key for n in statement.citations}
    opposed = {answers[0].citations[n - 1].key for n in statement.against}
    assert opposed
    assert cited.isdisjoint(opposed)
    assert any(text.startswith("Articles disagree: [1] against [2]") for text in answers[0].notices)


def _keyed(writer: ScriptedWriter, library: Library) -> list[tuple[str, str]]:
    answer_of(library, QUESTION, writer)
    pairs, key = [], ""
    for line in writer.asked[0][1].text.splitlines():
        if line.startswith("ARTICLE "):
            key = line.split()[1]
        elif found := re.match(r"\[\d+\] (.*)", line):
            pairs.append((key, found[1]))
    return pairs


def test_the_check_is_the_last_word(library: Library, sentences: dict[int, str]) -> None:
    def never(_: str, __: object) -> Support:
        return Support(Grade.PARTIAL, ("no",), ("all",))

    said = reply((f"In short: {sentences[2]}", [2]), verdict="yes")
    answer = answer_of(library, QUESTION, ScriptedWriter(said, said), check=never)
    assert [s.support for s in answer.statements] == [Grade.PARTIAL]
    assert answer.answer.endswith("(supported in part)")
