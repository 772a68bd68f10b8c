"""A second opinion may lower a class and never raises one: the model's own, or an NLI model's."""

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest
from answering.helpers import with_settings
from small_bert import save_small_bert
from transformers import BertForSequenceClassification

from index.errors import ModelError
from qa import Grade, Library, Support
from qa.answer import Answer, Usage
from qa.checking.nli import Inference, with_inference
from qa.llm.opinion import Opinion
from writing.scripted import Reply, ScriptedWriter, author_of, reply

GOOD, BAD = Support(Grade.SUPPORTED), Support(Grade.UNSUPPORTED, ("no",), ("all",))
TEXT = "Tea helps sleep."
QUESTION = "Does sopiradine prevent delirium after an operation?"


def graded(found: Support, said: str | None, window: int = 8192) -> tuple[Support, int]:
    """What the model's word makes of a support, and how often it was asked."""
    steps = Opinion(ScriptedWriter(window=window))(TEXT, [TEXT], found)
    asked = 0
    while True:
        try:
            next(steps).said = said
        except StopIteration as ended:
            return ended.value, asked
        asked += 1


@pytest.mark.parametrize(
    ("said", "grade"),
    [
        ("all", Grade.SUPPORTED),
        ("Part.", Grade.PARTIAL),
        ('"none"', Grade.UNSUPPORTED),
        ("I cannot say.", Grade.SUPPORTED),
        (None, Grade.SUPPORTED),
    ],
)
def test_the_model_is_asked_about_what_passes(said: str | None, grade: Grade) -> None:
    found, asked = graded(GOOD, said)
    assert (found.grade, asked) == (grade, 1)
    assert bool(found.reasons) == (said != "all")


def test_what_fails_is_not_asked_about() -> None:
    assert graded(BAD, "all") == (BAD, 0)


def test_what_the_window_does_not_hold_is_not_asked_and_said() -> None:
    found, asked = graded(GOOD, "none", window=60)
    assert (found.grade, asked) == (Grade.SUPPORTED, 0)
    assert found.reasons


def answers(library: Library, *replies: Reply, **settings: Any) -> tuple[Answer, Answer]:
    """The answer with a second opinion, without and with blocking."""
    asked = with_settings(library, **settings)
    made = []
    for is_async in (True, False):
        writer = ScriptedWriter(*replies)
        author = author_of(asked, writer, second=Opinion(writer))
        chosen = asked.finding.invoke(QUESTION)
        made.append(asyncio.run(author.aanswer(chosen)) if is_async else author.answer(chosen))
        assert writer.closed == len(writer.asked)
    return made[0], made[1]


def claim(library: Library) -> str:
    """A sentence of the sample in other words, so that it is judged and not only found."""
    text = library.finding.invoke(QUESTION).weighed.evidence[0].text
    return f"In short, {text[0].lower()}{text[1:]}"


def shown(library: Library, text: str) -> int:
    """The number that the likeliest sentence is shown with."""
    writer = ScriptedWriter(reply())
    author_of(library, writer).answer(library.finding.invoke(QUESTION))
    lines = writer.asked[0][1].text.splitlines()
    return next(int(one[1 : one.index("]")]) for one in lines if one.endswith(text[12:]))


def test_its_tokens_and_cost_are_counted(library: Library) -> None:
    text = claim(library)
    said = reply((text, [shown(library, text)]), verdict="yes")
    for answer in answers(library, said, "all", llm_prices=(2.0, 10.0)):
        assert answer.statements[0].support is Grade.SUPPORTED
        assert answer.usage == Usage(200, 20, 0.0006)


def test_a_call_that_fails_leaves_the_count_unknown(library: Library) -> None:
    text = claim(library)
    said = reply((text, [shown(library, text)]))
    for answer in answers(library, said, ModelError("gone")):
        assert answer.statements[0].support is Grade.SUPPORTED
        assert any("second opinion" in reason for reason in answer.statements[0].reasons)
        assert answer.usage == Usage()


def test_it_lowers_what_the_check_let_pass(library: Library) -> None:
    text = claim(library)
    said = reply((text, [shown(library, text)]))
    for answer in answers(library, said, "part", said, "part"):
        assert answer.statements[0].support is Grade.PARTIAL
        assert answer.usage == Usage(400, 40)


def inference_model(folder: Path, *labels: str) -> str:
    """A random model of the right shape, its labels named so."""
    save_small_bert(folder, BertForSequenceClassification, len(labels))
    file = folder / "config.json"
    config = json.loads(file.read_text())
    config["id2label"] = {str(at): label for at, label in enumerate(labels)}
    config["label2id"] = {label: at for at, label in enumerate(labels)}
    file.write_text(json.dumps(config))
    return str(folder)


@pytest.mark.parametrize("first", ["entailment", "contradiction", "neutral"])
def test_an_inference_model_lowers_what_it_does_not_find_entailed(
    tmp_path: Path, first: str
) -> None:
    others = [one for one in ("entailment", "contradiction", "neutral") if one != first]
    name = inference_model(tmp_path / "model", first, *others)
    label, chance = Inference(name).label(TEXT, TEXT)
    found = with_inference(lambda *_: GOOD, name)(TEXT, [TEXT])
    expected = {"entailment": Grade.SUPPORTED, "contradiction": Grade.UNSUPPORTED}
    assert found.grade is expected.get(label, Grade.PARTIAL)
    assert 1 / 3 <= chance <= 1
    assert with_inference(lambda *_: BAD, name)(TEXT, [TEXT]) == BAD


def test_a_model_that_is_none_is_told(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="says nothing about entailment"):
        Inference(inference_model(tmp_path / "model", "a", "b", "c"))
    for name in ("no-such-model", str(tmp_path)):
        with pytest.raises(ModelError, match="cannot be loaded"):
            Inference(name)
