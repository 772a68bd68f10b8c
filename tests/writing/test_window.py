"""Whatever the articles, the question and the model's replies are: what is sent fits its window."""

from pathlib import Path

import pytest
from answering.helpers import make_library, with_settings
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from invented import WordHashEmbedder

from index.errors import ModelError
from qa import Library
from qa.following import Turn
from qa.llm.models import estimate
from qa.llm.window import PER_MESSAGE
from writing.scripted import ScriptedWriter, author_of, reply

QUESTION = "Does vexadrine prevent gout attacks?"
TOO_LONG = "Vexadrine prevented gout attacks in all of them, and " + "so it went on and on, " * 40


class Bounded(ScriptedWriter):
    """Counts as we do where a model does not tell."""

    def count(self, text: str) -> int:
        return estimate(text)

    @property
    def fullest(self) -> int:
        """The most that one turn took, with room for the reply to it."""
        taken = [sum(self.count(m.text) + PER_MESSAGE for m in turn) for turn in self.asked]
        return max(taken, default=0) + self.reply


texts = st.text(st.characters(codec="utf-8"), min_size=1, max_size=300)
sentences = st.lists(
    st.one_of(
        texts.map(lambda text: f"Vexadrine {text}"),
        st.integers(1, 400).map(lambda n: "痛風の発作は減った" * n),
        st.integers(1, 60).map(lambda n: f"Vexadrine prevented {n} gout attacks in {n} adults."),
        st.just(TOO_LONG),
    ),
    min_size=1,
    max_size=12,
)
statements = st.tuples(
    st.one_of(texts, st.just(TOO_LONG)), st.lists(st.integers(-1, 9), max_size=4)
)
replies = st.one_of(
    st.lists(statements).map(lambda said: reply(*said)),
    st.text(max_size=3000),
    st.integers(1, 9).map(lambda n: reply(*((f"{TOO_LONG} {at}.", [at]) for at in range(n)))),
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("windows")


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(
    window=st.one_of(st.integers(1024, 2048), st.integers(1024, 20_000)),
    abstracts=st.lists(sentences, min_size=1, max_size=8),
    said=st.tuples(replies, replies),
    most=st.integers(1, 12),
)
def test_every_prompt_of_an_answer_fits(
    folder: Path, window: int, abstracts: list[list[str]], said: tuple[str, str], most: int
) -> None:
    rows = [
        {"pmid": str(99300000 + at), "title": f"Vexadrine {parts[0]}", "abstract": " ".join(parts)}
        for at, parts in enumerate(abstracts)
    ]
    place = folder / str(len([*folder.iterdir()]))
    with make_library(place, WordHashEmbedder(), *rows) as library:
        asked = with_settings(library, statements=most, articles=40, reranker="none")
        writer = Bounded(*said, window=window)
        author_of(asked, writer).answer(asked.finding.invoke(QUESTION))
    assert writer.fullest <= window


@given(st.integers(1024, 2048), texts, st.lists(st.one_of(texts, st.just("薬" * 400)), max_size=9))
def test_a_question_that_follows_others_fits(
    library: Library, window: int, question: str, earlier: list[str]
) -> None:
    writer = Bounded("Does it?", window=window)
    author_of(library, writer).standing(question, [Turn(one) for one in earlier])
    assert writer.fullest <= window


@pytest.mark.parametrize("window", [1024, 1200, 2048])
def test_the_smallest_windows_hold_sentences_and_what_is_to_be_mended(
    library: Library, window: int
) -> None:
    wrong = reply(*((f"Sopiradine made {n} of 9 people fly to the moon.", [1]) for n in range(4)))
    writer = Bounded(wrong, ModelError("enough"), window=window)
    question = "Does sopiradine prevent delirium after an operation?"
    answer = author_of(library, writer).answer(library.finding.invoke(question))
    assert len(writer.asked) == 2
    assert writer.fullest <= window
    assert "fly to the moon" in writer.asked[1][-1].text
    assert len(answer.statements) == 4
