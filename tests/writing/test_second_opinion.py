"""A second opinion may lower a class and never raises one: the model's own, or an NLI model's."""

import json
from pathlib import Path

import pytest
from small_bert import save_small_bert
from transformers import BertForSequenceClassification

from index.errors import ModelError
from qa import Grade, Support
from qa.checking.nli import Inference, with_inference
from qa.llm.opinion import with_opinion
from writing.scripted import ScriptedWriter

GOOD, BAD = Support(Grade.SUPPORTED), Support(Grade.UNSUPPORTED, ("no",), ("all",))
TEXT = "Tea helps sleep."


@pytest.mark.parametrize(
    ("said", "grade"),
    [
        ("all", Grade.SUPPORTED),
        ("Part.", Grade.PARTIAL),
        ('"none"', Grade.UNSUPPORTED),
        ("I cannot say.", Grade.SUPPORTED),
        (ModelError("gone"), Grade.SUPPORTED),
    ],
)
def test_the_model_is_asked_about_what_passes(said: str | ModelError, grade: Grade) -> None:
    found = with_opinion(lambda *_: GOOD, ScriptedWriter(said))(TEXT, [TEXT])
    assert found.grade is grade
    assert bool(found.reasons) == (said != "all")


def test_what_fails_is_not_asked_about() -> None:
    writer = ScriptedWriter("all")
    assert with_opinion(lambda *_: BAD, writer)(TEXT, [TEXT]) == BAD
    assert writer.asked == []


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
