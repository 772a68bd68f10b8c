"""Conversations are kept whole, found again, and seen by their owner only."""

import json
import sqlite3
import stat
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import ConversationNotFoundError, SettingsError, StoreDamagedError, StoreError
from qa import Answer, Library, Turn
from qa.conversations import Bounds, Conversations, State
from qa.conversations.wording import titled_by

QUESTION = "Does lumetripant prevent chronic migraine?"


def a_conversation(kept: Conversations, answer: Answer, owner: str = "ada") -> str:
    made = kept.create(owner)
    exchange = kept.append(owner, made.id, answer.question, {"articles": 5})
    kept.settle(owner, made.id, exchange.number, answer)
    return made.id


def altered(path: Path, change: Callable[[dict[str, Any]], object]) -> None:
    """Change the kept answer as another version of the program would have written it."""
    with closing(sqlite3.connect(path)) as file, file:
        [(text,)] = file.execute("SELECT answer FROM exchanges").fetchall()
        fields = json.loads(text)
        change(fields)
        file.execute("UPDATE exchanges SET answer = ?", (json.dumps(fields),))


def test_an_answer_comes_back_as_it_was(path: Path, answer: Answer) -> None:
    with Conversations(path) as kept:
        name = a_conversation(kept, answer)
    with Conversations(path) as kept:
        [exchange] = kept.get("ada", name).exchanges
    assert exchange.answer == answer
    assert answer.references
    assert (exchange.question, exchange.options) == (QUESTION, {"articles": 5})
    assert exchange.state is State.DONE


def test_a_refusal_and_an_odd_question_come_back(kept: Conversations, library: Library) -> None:
    asked = "  Wher\ud800e is <b>Ω</b>, %_?\x00  "
    made = kept.create("ada")
    exchange = kept.append("ada", made.id, asked)
    kept.settle("ada", made.id, 0, library.ask(asked))
    [back] = kept.get("ada", made.id).exchanges
    assert back.answer is not None
    assert back.answer.refused
    assert back.question == exchange.question == "Wher?e is <b>Ω</b>, %_?\x00"


def test_only_the_user_of_the_machine_can_read_the_file(path: Path, answer: Answer) -> None:
    with Conversations(path) as kept:
        a_conversation(kept, answer)
        for file in path.parent.glob("*.sqlite*"):
            if not file.name.endswith(".lock"):
                assert stat.S_IMODE(file.stat().st_mode) == 0o600, file.name


# -- other versions of the program ---------------------------------------------------------------


def test_an_answer_of_an_older_shape_still_opens(path: Path, answer: Answer) -> None:
    with Conversations(path) as kept:
        name = a_conversation(kept, answer)
        altered(path, lambda fields: fields.pop("references"))
        [exchange] = kept.get("ada", name).exchanges
    assert exchange.answer is not None
    assert exchange.answer.references == ()
    assert exchange.answer.statements == answer.statements


def test_a_field_that_is_not_known_here_is_left_out(path: Path, answer: Answer) -> None:
    with Conversations(path) as kept:
        name = a_conversation(kept, answer)
        altered(path, lambda fields: fields["statements"][0].update(mood="cheerful"))
        [exchange] = kept.get("ada", name).exchanges
    assert exchange.answer == answer


def test_an_answer_that_nobody_understands_takes_only_itself_away(
    path: Path, answer: Answer
) -> None:
    with Conversations(path) as kept:
        name = a_conversation(kept, answer)
        altered(path, lambda fields: fields.update(citations="none"))
        [exchange] = kept.get("ada", name).exchanges
        assert (exchange.state, exchange.answer) == (State.FAILED, None)
        assert "cannot be read" in exchange.error
        kept.ask_again("ada", name, 0)
        assert kept.settle("ada", name, 0, answer).answer == answer


def test_a_file_that_is_no_database_is_not_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "conversations.sqlite"
    path.write_text("no database, but long enough to be read as the head of one" * 20)
    with pytest.raises(StoreDamagedError, match="Restore their file from a backup"):
        Conversations(path)
    assert path.read_text().startswith("no database")


def test_a_place_that_cannot_be_used(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match="cannot be made"):
        Conversations(tmp_path / "file" / "conversations.sqlite")


# -- one conversation ----------------------------------------------------------------------------


def test_the_first_question_is_the_title(kept: Conversations) -> None:
    made = kept.create("ada")
    assert made.title == ""
    kept.append("ada", made.id, QUESTION)
    kept.append("ada", made.id, "How large was the trial?")
    assert kept.get("ada", made.id).title == QUESTION
    kept.rename("ada", made.id, "  Migraine,\n drugs ")
    assert kept.get("ada", made.id).title == "Migraine, drugs"
    named = kept.create("ada", "Sleep")
    kept.append("ada", named.id, QUESTION)
    assert kept.get("ada", named.id).title == "Sleep"


def test_a_title_ends_after_a_word() -> None:
    question = (
        "Does a daily tablet of lumetripant prevent chronic migraine in adults who have tried?"
    )
    title = titled_by(question + " Or not?")
    assert title == question[: question.index(" tried")] + " …"
    assert titled_by("a" * 300) == "a" * 79 + "…"


@given(st.text(min_size=1))
def test_a_title_is_short_and_one_line(text: str) -> None:
    title = titled_by(text)
    assert len(title) <= 80
    assert title == " ".join(title.split())
    title.encode("utf-8")


def test_history_is_what_was_answered(kept: Conversations, answer: Answer) -> None:
    name = a_conversation(kept, answer)
    kept.append("ada", name, "How large was the trial?")
    kept.settle("ada", name, 1, error="The model failed")
    kept.append("ada", name, "And in children?")
    conversation = kept.get("ada", name)
    assert conversation.history == (Turn(QUESTION, answer.answer),)
    assert conversation.before(0) == ()


def test_what_came_of_a_question(kept: Conversations, answer: Answer) -> None:
    name = a_conversation(kept, answer)
    assert kept.append("ada", name, "One?").state is State.ASKING
    kept.say("ada", name, 1, "It helped. [1]")
    stopped = kept.settle("ada", name, 1)
    assert (stopped.state, stopped.said) == (State.STOPPED, "It helped. [1]")
    kept.append("ada", name, "Two?")
    failed = kept.settle("ada", name, 2, error="The model went away. Ask again")
    assert (failed.state, failed.error) == (State.FAILED, "The model went away. Ask again")
    again = kept.ask_again("ada", name, 1)
    assert (again.state, again.said, again.question) == (State.ASKING, "", "One?")
    assert kept.settle("ada", name, 1, answer).state is State.DONE


def test_what_broke_off_keeps_what_it_cites(kept: Conversations, answer: Answer) -> None:
    made = kept.create("ada")
    for number, error in enumerate(["", "The model went away. Ask again"]):
        kept.append("ada", made.id, QUESTION)
        kept.say("ada", made.id, number, "It helped. [1]", answer)
        broken = kept.settle("ada", made.id, number, error=error)
        assert (broken.answer, broken.partial, broken.known) == (None, answer, answer)
    assert kept.get("ada", made.id).history == ()
    assert kept.ask_again("ada", made.id, 0).known is None
    whole = kept.settle("ada", made.id, 0, answer)
    assert (whole.answer, whole.partial) == (answer, None)


def test_a_partial_answer_that_nobody_understands_leaves_its_words(
    path: Path, answer: Answer
) -> None:
    with Conversations(path) as kept:
        made = kept.create("ada")
        kept.append("ada", made.id, QUESTION)
        kept.say("ada", made.id, 0, "It helped. [1]", answer)
        kept.settle("ada", made.id, 0)
        altered(path, lambda fields: fields.update(citations="none"))
        [exchange] = kept.get("ada", made.id).exchanges
    assert (exchange.state, exchange.known) == (State.STOPPED, None)
    assert exchange.said == "It helped. [1]"


def test_what_is_settled_stays(kept: Conversations, answer: Answer) -> None:
    name = a_conversation(kept, answer)
    assert kept.settle("ada", name, 0).answer == answer
    kept.say("ada", name, 0, "late")
    assert kept.get("ada", name).exchanges[0].said == ""


def test_a_question_being_answered_is_not_asked_again(kept: Conversations) -> None:
    made = kept.create("ada")
    kept.append("ada", made.id, QUESTION)
    with pytest.raises(SettingsError, match="being answered"):
        kept.ask_again("ada", made.id, 0)
    with pytest.raises(SettingsError, match="no question 7"):
        kept.settle("ada", made.id, 7)


# -- several -------------------------------------------------------------------------------------


def test_the_last_changed_comes_first(kept: Conversations) -> None:
    first, second = kept.create("ada", "first"), kept.create("ada", "second")
    assert [one.id for one in kept.list("ada")] == [second.id, first.id]
    kept.append("ada", first.id, QUESTION)
    assert [(one.id, one.exchanges) for one in kept.list("ada")] == [(first.id, 1), (second.id, 0)]
    assert [one.id for one in kept.list("ada", limit=1)] == [first.id]


def test_found_again_by_title_question_and_answer(kept: Conversations, answer: Answer) -> None:
    migraine = a_conversation(kept, answer)
    sleep = kept.create("ada", "Schlaf in GRÖẞE").id
    kept.append("ada", sleep, "Does TEA disturb sleep?")
    kept.say("ada", sleep, 0, "Not much.")
    kept.settle("ada", sleep, 0)

    def found(words: str) -> list[str]:
        return [one.id for one in kept.list("ada", words)]

    assert found("schlaf GRÖSSE") == [sleep]
    assert found("tea") == [sleep]
    assert found("not much") == [sleep]
    assert found("LUMETRIPANT") == [migraine]
    [word] = [w for w in answer.answer.lower().split() if w == "placebo"][:1]
    assert word not in QUESTION
    assert found(word) == [migraine]
    assert found("tea lumetripant") == []
    assert found("") == [sleep, migraine]


@pytest.mark.parametrize(
    "words", ["%", "_", "*", "?", "[a-z]*", "\\", "' OR 1=1 --", '"', "\ud800"]
)
def test_signs_of_query_languages_are_looked_for_as_they_are(
    kept: Conversations, words: str
) -> None:
    plain, odd = kept.create("ada", "plain"), kept.create("ada", f"odd {words}")
    assert plain.id not in [one.id for one in kept.list("ada", words)]
    assert odd.id in [one.id for one in kept.list("ada", words)]


def test_deleted_is_gone(kept: Conversations, path: Path, answer: Answer) -> None:
    name, other = a_conversation(kept, answer), a_conversation(kept, answer)
    kept.delete("ada", name)
    assert [one.id for one in kept.list("ada")] == [other]
    with closing(sqlite3.connect(path)) as file:
        assert file.execute("SELECT DISTINCT conversation FROM exchanges").fetchall() == [(other,)]


def test_nobody_sees_anothers(kept: Conversations, answer: Answer) -> None:
    name = a_conversation(kept, answer, "ada")
    tries: list[Callable[[], object]] = [
        lambda: kept.get("bob", name),
        lambda: kept.rename("bob", name, "mine"),
        lambda: kept.delete("bob", name),
        lambda: kept.append("bob", name, QUESTION),
        lambda: kept.ask_again("bob", name, 0),
        lambda: kept.say("bob", name, 0, "x"),
        lambda: kept.settle("bob", name, 0),
        lambda: kept.get("ada", "no\ud800thing"),
    ]
    for one in tries:
        with pytest.raises(ConversationNotFoundError, match="there is no conversation"):
            one()
    assert kept.list("bob") == kept.list("bob", "lumetripant") == ()
    assert kept.get("ada", name).exchanges[0].answer == answer


def test_ids_cannot_be_guessed(kept: Conversations) -> None:
    names = {kept.create("ada").id for _ in range(50)}
    assert len(names) == 50
    assert all(len(name) == 22 for name in names)  # 128 bits.


def test_bounds(path: Path) -> None:
    with Conversations(path, Bounds(2, exchanges=1, question=20, title=10, words=5)) as kept:
        made = kept.create("ada")
        with pytest.raises(
            SettingsError, match=r"the question has 21 characters.*Shorten it to 20"
        ):
            kept.append("ada", made.id, "a" * 21)
        kept.append("ada", made.id, "a" * 20)
        with pytest.raises(SettingsError, match="1 questions already"):
            kept.append("ada", made.id, "b")
        with pytest.raises(SettingsError, match="the question is empty"):
            kept.append("ada", made.id, " ")
        with pytest.raises(SettingsError, match="the title is empty"):
            kept.rename("ada", made.id, " \n")
        with pytest.raises(SettingsError, match="the title has 11 characters"):
            kept.rename("ada", made.id, "a" * 11)
        with pytest.raises(SettingsError, match="the search has 6 characters"):
            kept.list("ada", "a" * 6)
        kept.create("ada")
        with pytest.raises(SettingsError, match="2 conversations are kept already"):
            kept.create("ada")
        kept.create("bob")


def test_many_threads_at_once(kept: Conversations, answer: Answer) -> None:
    made = kept.create("ada")

    def work(_: int) -> None:
        exchange = kept.append("ada", made.id, QUESTION)
        kept.settle("ada", made.id, exchange.number, answer)
        assert len(kept.get("ada", made.id).exchanges) > exchange.number

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(work, range(40)))
    exchanges = kept.get("ada", made.id).exchanges
    assert [one.number for one in exchanges] == list(range(40))
    assert all(one.answer == answer for one in exchanges)
