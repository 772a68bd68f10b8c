"""Another reranker in the built-in one's place: a small cross-encoder made here, in its folder."""

import json
from pathlib import Path

import numpy as np
import pytest
import torch
from answering.helpers import run
from sentence_transformers import CrossEncoder
from small_bert import save_small_bert
from transformers import BertForSequenceClassification, BertModel

from index.errors import RerankerError
from index.store import Store
from qa import Library, Settings
from qa.rerank.contract import Passage
from qa.rerank.cross_encoder import PairReader


def make(folder: Path, labels: int = 1) -> Path:
    """A folder with a cross-encoder of 16 random dimensions."""
    save_small_bert(folder, BertForSequenceClassification, labels)
    return folder


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("models") / "tiny")


def test_scores_are_the_models_own(tiny: Path) -> None:
    passages = [
        Passage("Tea", ("Sleep was short.", "The drug was long."), ("", "")),
        Passage("", (), ()),
        Passage("", ("Tea.",), ("",)),
    ]
    scores = PairReader(str(tiny)).scores("Does tea help?", passages)
    texts = ["Tea Sleep was short.", "Tea The drug was long.", "Tea."]
    own = CrossEncoder(str(tiny), device="cpu").predict(
        [("Does tea help?", text) for text in texts], activation_fn=torch.nn.Identity()
    )
    assert [len(some) for some in scores] == [2, 0, 1]
    assert np.allclose(np.concatenate(scores), own, atol=1e-5)


def test_nothing_to_read(tiny: Path) -> None:
    assert PairReader(str(tiny)).scores("Does tea help?", []) == []


@pytest.mark.parametrize(
    "name", ["no-one/no-such-model", "/no/such/folder", "nosuch", "..", "", " "]
)
def test_a_name_that_leads_to_no_model(name: str) -> None:
    with pytest.raises(RerankerError) as caught:
        PairReader(name)
    assert repr(name) in str(caught.value)
    assert "'builtin'" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_classifier_is_no_reranker(tmp_path: Path) -> None:
    folder = make(tmp_path / "three", labels=3)
    with pytest.raises(RerankerError, match="3 scores"):
        PairReader(str(folder))


def test_a_plain_encoder_is_no_reranker(tmp_path: Path) -> None:
    save_small_bert(tmp_path / "plain", BertModel, 1)
    with pytest.raises(RerankerError, match="BertModel has no head"):
        PairReader(str(tmp_path / "plain"))


def test_weights_of_another_size(tmp_path: Path) -> None:
    folder = make(tmp_path / "other")
    config = folder / "config.json"
    told = json.loads(config.read_text(encoding="utf-8"))
    config.write_text(json.dumps({**told, "hidden_size": 32}), encoding="utf-8")
    with pytest.raises(RerankerError, match="cannot be loaded") as caught:
        PairReader(str(folder))
    assert "\n" not in str(caught.value)


def test_a_model_without_numbers(tmp_path: Path) -> None:
    folder = make(tmp_path / "nan")
    model = BertForSequenceClassification.from_pretrained(folder)
    with torch.no_grad():
        model.classifier.bias.fill_(float("nan"))
    model.save_pretrained(folder)
    with pytest.raises(RerankerError, match="gives no number"):
        PairReader(str(folder)).scores("Does tea help?", [Passage("", ("Tea.",), ("",))])


def test_a_library_answers_with_it(sample_store: Path, library: Library, tiny: Path) -> None:
    question = "Does lumetripant prevent migraine?"
    settings = Settings(store=sample_store, reranker=str(tiny))
    with Library(Store.open(sample_store, library.store.embedder), settings) as other:
        answer = other.ask(question)
    assert answer.settings["reranker"] == str(tiny)
    assert answer.settings["fingerprint"] != library.ask(question).settings["fingerprint"]
    for citation in answer.citations:
        article = library.article(citation.key)
        assert article.abstract[citation.start : citation.end] == citation.text


def test_the_command_names_what_is_wrong_with_a_reranker(
    sample_store: Path, shared_model: object
) -> None:
    done = run("ask", "--store", str(sample_store), "--reranker", "/no/such", "Does tea help?")
    assert done.status == 2
    assert "'/no/such' cannot be loaded" in done.err
    assert len(done.err.splitlines()) == 1
