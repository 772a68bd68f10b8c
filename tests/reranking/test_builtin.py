"""The reranker that ships: what its file holds, what it answers, on machines of either kind."""

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import torch

from index.errors import RerankerError
from qa.choosing import WEIGHTS
from qa.rerank import builtin, weights
from qa.rerank.builtin import Builtin
from qa.rerank.contract import Passage

PASSAGE = Passage(
    "Bright light for night workers",
    (
        "We aimed to find out whether bright light keeps night workers awake.",
        "Sixty nurses worked under bright or dim lamps for two weeks.",
        "Under bright lamps 12% fell asleep at work, under dim lamps 31%.",
    ),
    ("OBJECTIVE", "METHODS", "RESULTS"),
)
QUESTION = "How many nurses fall asleep on night duty when lamps are bright?"


@pytest.fixture(scope="module")
def shipped() -> Builtin:
    return Builtin.load(WEIGHTS)


def test_the_file_is_small_and_whole() -> None:
    assert WEIGHTS.stat().st_size < 25_000_000
    stored, about = weights.read(WEIGHTS)
    trained = json.loads(WEIGHTS.with_suffix(".json").read_text(encoding="utf-8"))["reader"]
    network = builtin.reader(layers=trained["layers"], dtype=torch.float32)
    wanted = {f"reader.{name}" for name in network.state_dict() if ".embeddings." not in name}
    assert wanted == {name for name in stored if name.startswith("reader.")}
    assert about["mixes"]


def test_nothing_in_the_file_needs_bfloat16() -> None:
    from safetensors import safe_open  # noqa: PLC0415

    with safe_open(WEIGHTS, "pt") as file:
        kinds = {str(file.get_slice(name).get_dtype()) for name in file.keys()}  # noqa: SIM118
    assert kinds == {"I8", "F32"}


def test_the_answering_sentence_scores_best(shipped: Builtin) -> None:
    (scores,) = shipped.scores(QUESTION, [PASSAGE])
    assert scores.shape == (3,)
    assert int(scores.argmax()) == 2


def test_a_passage_is_scored_alike_alone_and_beside_others(shipped: Builtin) -> None:
    empty = Passage("Nothing", (), ())
    alone, beside = shipped.scores(QUESTION, [PASSAGE]), shipped.scores(QUESTION, [empty, PASSAGE])
    assert beside[0].shape == (0,)
    assert np.allclose(alone[0], beside[1], atol=1e-3)


def test_sentences_that_do_not_fit_are_read_by_themselves(shipped: Builtin) -> None:
    long = ("Nurses under bright lamps fell asleep. " * 12,) * 8
    passage = Passage("T", (*long, *PASSAGE.sentences), ("",) * 11)
    beside, scores = shipped.scores(QUESTION, [PASSAGE, passage])
    assert len(scores) == 11
    assert np.isfinite(scores).all()
    assert int(beside.argmax()) == 2
    assert int(scores[8:].argmax()) == 2


def test_in_float32_scores_are_the_same_to_a_tenth(shipped: Builtin) -> None:
    stored, _ = weights.read(WEIGHTS)
    of_reader = {k.removeprefix("reader."): v for k, v in stored.items() if k.startswith("reader.")}
    of_skimmer = {k.removeprefix("skimmer."): v for k, v in stored.items() if "skimmer." in k}
    plain = Builtin(builtin.reader(of_reader, dtype=torch.float32), builtin.skimmer(of_skimmer))
    mine, theirs = plain.scores(QUESTION, [PASSAGE])[0], shipped.scores(QUESTION, [PASSAGE])[0]
    assert np.abs(mine - theirs).max() < 0.5
    assert mine.argmax() == theirs.argmax()


def test_weights_go_through_their_file(tmp_path: Path) -> None:
    state = {"a.weight": torch.randn(5, 7), "a.bias": torch.randn(5), "zero": torch.zeros(2, 2)}
    weights.write(tmp_path / "w.safetensors", state, {"made by": "a test"})
    read, about = weights.read(tmp_path / "w.safetensors")
    assert about == {"made by": "a test"}
    assert read.keys() == state.keys()
    assert torch.equal(read["a.bias"], state["a.bias"])
    step = state["a.weight"].abs().amax(dim=1, keepdim=True) / 127
    assert bool(((read["a.weight"] - state["a.weight"]).abs() <= step / 2 + 1e-6).all())
    assert not bool(read["zero"].any())


@pytest.mark.parametrize("content", [None, b"", b"no weights"])
def test_weights_that_cannot_be_read(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "w.safetensors"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(RerankerError) as caught:
        weights.read(path)
    assert str(path) in str(caught.value)


@pytest.mark.parametrize(
    "left_out", ["mixes", "skimmer.said.weight", "reader.score.weight", "reader.score.bias"]
)
def test_weights_of_something_else(tmp_path: Path, left_out: str) -> None:
    state, about = weights.read(WEIGHTS)
    path = tmp_path / "w.safetensors"
    weights.write(
        path,
        {name: value for name, value in state.items() if name != left_out},
        {name: value for name, value in about.items() if name != left_out},
    )
    with pytest.raises(RerankerError, match="cannot be read") as caught:
        Builtin.load(path)
    assert str(path) in str(caught.value)
    assert "train-ranker" in str(caught.value)


def test_scores_are_the_same_in_another_process(shipped: Builtin) -> None:
    code = (
        "from qa.choosing import WEIGHTS\n"
        "from qa.rerank.builtin import Builtin\n"
        "from reranking.test_builtin import PASSAGE, QUESTION\n"
        "print(*Builtin.load(WEIGHTS).scores(QUESTION, [PASSAGE])[0])"
    )
    paths = os.pathsep.join([str(Path(__file__).parents[1]), str(Path(__file__).parents[2])])
    done = subprocess.run(  # noqa: S603  (this interpreter)
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": paths},
        capture_output=True,
        text=True,
        check=True,
    )
    printed = [float(word) for word in done.stdout.split()]
    assert np.allclose(printed, shipped.scores(QUESTION, [PASSAGE])[0], atol=1e-3)
