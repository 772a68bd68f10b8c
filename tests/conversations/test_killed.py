"""A process that dies while it answers leaves everything else as it was."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from answering.helpers import ROOT

from index.errors import StoreLockedError
from qa import Answer
from qa.conversations import Conversations, State

ANSWERING = """
import sys, time
from qa.conversations import Conversations

kept = Conversations(sys.argv[1])
kept.append("ada", sys.argv[2], "How large was the trial?")
partial = kept.get("ada", sys.argv[2]).exchanges[0].answer
kept.say("ada", sys.argv[2], 1, "It had 40 people. [1]", partial)
print("answering", flush=True)
time.sleep(60)
"""


@pytest.fixture
def name(path: Path, answer: Answer) -> str:
    """A conversation with one answer in it; nobody has it open."""
    with Conversations(path) as kept:
        made = kept.create("ada")
        kept.append("ada", made.id, answer.question)
        kept.settle("ada", made.id, 0, answer)
        return made.id


@contextmanager
def answering(path: Path, name: str) -> Iterator[subprocess.Popen[str]]:
    """Another process in the middle of an answer; killed at the end, if not before."""
    with subprocess.Popen(  # noqa: S603  (our own script)
        [sys.executable, "-c", ANSWERING, str(path), name],
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    ) as child:
        assert child.stdout is not None
        try:
            assert child.stdout.readline() == "answering\n"
            yield child
        finally:
            child.kill()


def test_killed_in_mid_answer(path: Path, name: str, answer: Answer) -> None:
    with answering(path, name) as child:
        child.kill()
        assert child.wait() == -signal.SIGKILL
    with Conversations(path) as kept:
        done, broken = kept.get("ada", name).exchanges
        assert done.answer == answer
        assert (broken.state, broken.answer) == (State.INTERRUPTED, None)
        assert broken.said == "It had 40 people. [1]"
        assert broken.partial == answer
        assert [one.id for one in kept.list("ada", "40 people")] == [name]
        assert kept.ask_again("ada", name, 1).state is State.ASKING
        assert kept.settle("ada", name, 1, answer).answer == answer


def test_others_read_while_one_answers_and_do_not_write(path: Path, name: str) -> None:
    with answering(path, name):
        with Conversations(path, read_only=True) as reader:
            assert [one.state for one in reader.get("ada", name).exchanges] == [
                State.DONE,
                State.ASKING,
            ]
            assert [one.id for one in reader.list("ada", "lumetripant")] == [name]
            with pytest.raises(StoreLockedError, match="open for reading"):
                reader.rename("ada", name, "x")
        with pytest.raises(StoreLockedError, match="another process writes"):
            Conversations(path)
