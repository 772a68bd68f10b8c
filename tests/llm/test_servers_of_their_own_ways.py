"""Servers of OpenAI's protocol that leave out or repeat what the real one sends once."""

import pytest
from writing.scripted import reply

from llm.calling import SCHEMA, Caller, writer
from llm.servers import Server, Step
from llm.steps import sends, speaks, stops
from llm.test_answers_over_the_wire import QUESTION, asked, first_sentence
from llm.wires import TOKENS_IN, TOKENS_OUT, OpenAI
from qa import Library
from qa.answer import Usage

COUNTED = Usage(TOKENS_IN, TOKENS_OUT)


class RoleInEach(OpenAI):
    """vLLM and others say who speaks with every piece."""

    def text(self, piece: str) -> bytes:
        return self._event({"role": "assistant", "content": piece})


class NoRole(OpenAI):
    """Nobody is said to speak."""

    def opening(self) -> list[bytes]:
        return []


class NoReason(NoRole):
    """Nor why it stops: only counts, and the mark of the end."""

    def ending(self, reason: str) -> list[bytes]:
        return super().ending(reason)[1:]


class CountsInEach(RoleInEach):
    """Its counts so far come with every piece, and with the first word of who speaks."""

    def opening(self) -> list[bytes]:
        return [self._counted({"role": "assistant", "content": ""})]

    def text(self, piece: str) -> bytes:
        return self._counted({"role": "assistant", "content": piece})

    def _counted(self, delta: dict[str, str]) -> bytes:
        counts = {"prompt_tokens": TOKENS_IN, "completion_tokens": 1, "total_tokens": TOKENS_IN + 1}
        choice = {"index": 0, "delta": delta, "finish_reason": None}
        return self._chunk(choices=[choice], usage=counts)


class OnlyItsMark(NoRole):
    """Neither reason nor counts."""

    def ending(self, reason: str) -> list[bytes]:
        return super().ending(reason)[-1:]


@pytest.mark.parametrize("kind", [RoleInEach, NoRole, NoReason, CountsInEach])
@pytest.mark.parametrize("schema", [SCHEMA, None], ids=["schema", "words"])
def test_a_whole_reply_is_whole_and_counted(
    caller: Caller, kind: type[OpenAI], schema: dict[str, object] | None
) -> None:
    with Server(kind(), [speaks('{"said": ', '"yes"}')]) as server:
        heard = caller.hear(writer(server), schema)
    assert (heard.error, heard.text) == (None, '{"said": "yes"}')
    assert heard.usages[-1] == COUNTED


@pytest.mark.parametrize("kind", [RoleInEach, NoRole, NoReason, CountsInEach, OnlyItsMark])
@pytest.mark.parametrize("hang_up", [True, False], ids=["cut", "ended"])
def test_a_reply_that_is_not_is_seen(caller: Caller, kind: type[OpenAI], *, hang_up: bool) -> None:
    with Server(kind(), [stops('{"said": ', hang_up=hang_up)]) as server:
        heard = caller.hear(writer(server))
    assert heard.text == '{"said": '
    assert "broke off in the middle of its reply" in str(heard.error)


def answered(kind: type[OpenAI], text: str) -> Step:
    """A statement and its verdict, in two pieces; the second may be cut."""
    whole = reply((text, [2]), verdict="yes")
    return speaks(whole[:30], whole[30:])


@pytest.mark.parametrize("kind", [RoleInEach, NoRole, NoReason, CountsInEach, OnlyItsMark])
def test_no_answer_is_said_to_have_broken_off_that_did_not(
    library: Library, monkeypatch: pytest.MonkeyPatch, kind: type[OpenAI]
) -> None:
    text = first_sentence(library)
    with Server(kind(), [answered(kind, text)]) as server:
        answer = asked(library, server, monkeypatch).ask(QUESTION)
    assert [one.text for one in answer.statements] == [text]
    assert answer.verdict == "yes"
    assert not any("broke off" in one for one in answer.notices)
    told = answer.usage
    assert (told == COUNTED) == (kind is not OnlyItsMark)


@pytest.mark.parametrize("kind", [RoleInEach, NoRole, NoReason, CountsInEach, OnlyItsMark])
def test_an_answer_that_broke_off_is_said_to_have(
    library: Library, monkeypatch: pytest.MonkeyPatch, kind: type[OpenAI]
) -> None:
    text = first_sentence(library)
    cut = reply((text, [2]), ("Nothing else is known.", [2]))
    step = sends(cut[: cut.index("Nothing")], then=lambda _: ())
    with Server(kind(), [step]) as server:
        answer = asked(library, server, monkeypatch).ask(QUESTION)
    assert [one.text for one in answer.statements] == [text]
    assert any("broke off" in one for one in answer.notices)


@pytest.mark.parametrize("kind", [RoleInEach, NoReason])
def test_a_reply_without_a_word(caller: Caller, kind: type[OpenAI]) -> None:
    with Server(kind(), [speaks()]) as server:
        assert "ended without a word" in caller.fail(writer(server))
