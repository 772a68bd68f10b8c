"""Vectors by article and sentence: what goes in comes back, by likeness and by name."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from invented import WordHashEmbedder
from test_catalogue import HOSTILE_KEYS

from index.embedder import Vectors
from index.errors import EmbedderMismatchError, StoreDamagedError
from index.vectors import VectorIndex, expected_ids, mean

E = np.eye(4, dtype=np.float32)


@pytest.fixture
def vectors(tmp_path: Path) -> Iterator[VectorIndex]:
    index = VectorIndex(tmp_path / "vectors")
    yield index
    index.close()


def test_an_empty_index_finds_nothing(vectors: VectorIndex) -> None:
    assert vectors.nearest_sentences(E[0], 5) == []
    assert vectors.nearest_abstracts(E[0], 5) == []
    assert vectors.sentences({"a": 2}) == {}
    assert (vectors.count(), vectors.sentence_ids(), vectors.abstract_keys()) == (0, set(), set())


def test_titles_and_sentences_by_likeness(vectors: VectorIndex) -> None:
    vectors.write({"a": E[[0, 1]], "b": E[[2, 3, 0]]}, {})
    hits = vectors.nearest_sentences(mean(E[[3, 2, 3]]), 2)
    assert [(hit.key, hit.sentence) for hit in hits] == [("b", 0), ("b", None)]
    assert [hit.cosine for hit in hits] == pytest.approx([2 / 5**0.5, 1 / 5**0.5])
    both = {(hit.key, hit.sentence) for hit in vectors.nearest_sentences(E[0], 2)}
    assert both == {("a", None), ("b", 1)}
    assert len(vectors.nearest_sentences(E[0], 99)) == 5


def test_an_abstract_is_the_mean_of_its_rows(vectors: VectorIndex) -> None:
    vectors.write({"a": E[[0, 1]], "b": E[[2]]}, {})
    assert dict(vectors.nearest_abstracts(E[0], 1)) == pytest.approx({"a": 0.5**0.5})
    rows = vectors.abstracts(["a", "b", "none"])
    assert rows.keys() == {"a", "b"}
    assert rows["a"] == pytest.approx([0.5**0.5, 0.5**0.5, 0, 0])
    assert not mean(np.stack([E[0], -E[0]])).any()


def test_rows_come_back_in_order_and_missing_ones_are_zero(vectors: VectorIndex) -> None:
    vectors.write({"a": E[[2, 0, 1]]}, {})
    rows = vectors.sentences({"a": 3})["a"]
    assert rows == pytest.approx(np.stack([E[2], E[0], E[1], 0 * E[0]]))


def test_a_shorter_article_leaves_no_stale_vectors(vectors: VectorIndex) -> None:
    vectors.write({"a": E[[0, 1, 2, 3]]}, {})
    vectors.write({"a": E[[3, 2]]}, {"a": 3})
    assert vectors.sentence_ids() == {"a#t", "a#0"}
    assert vectors.sentences({"a": 1})["a"] == pytest.approx(E[[3, 2]])
    assert vectors.abstracts(["a"])["a"] == pytest.approx(mean(E[[2, 3]]))


def test_removing_what_may_not_be_there(vectors: VectorIndex) -> None:
    vectors.write({"a": E[[0, 1]], "b": E[[2]]}, {})
    vectors.remove({"a": 9, "never": 2})
    assert (vectors.sentence_ids(), vectors.abstract_keys()) == ({"b#t"}, {"b"})
    vectors.clear()
    assert (vectors.sentence_ids(), vectors.abstract_keys()) == (set(), set())


def test_any_key_will_do(vectors: VectorIndex) -> None:
    embedder = WordHashEmbedder()
    rows = {key: embedder.documents([f"{n} title", f"{n}"]) for n, key in enumerate(HOSTILE_KEYS)}
    vectors.write(rows, {})
    assert vectors.sentence_ids() == set(expected_ids(dict.fromkeys(rows, 1)))
    assert vectors.abstract_keys() == set(HOSTILE_KEYS)
    for key, row in rows.items():
        assert vectors.sentences({key: 1})[key] == pytest.approx(row, abs=1e-6)
        assert [(hit.key, hit.sentence) for hit in vectors.nearest_sentences(row[1], 1)] == [
            (key, 0)
        ]


def test_the_nearest_are_found_among_many_after_most_were_removed(vectors: VectorIndex) -> None:
    rows = _random(1200)
    vectors.write({str(n): rows[[n]] for n in range(1200)}, {})
    vectors.remove({str(n): 0 for n in range(1000)})
    near = vectors.nearest_abstracts(rows[1100], 50)
    exact = sorted(range(1000, 1200), key=lambda n: -float(rows[n] @ rows[1100]))[:50]
    assert len({int(key) for key, _ in near} & set(exact)) >= 49
    assert len(vectors.nearest_sentences(rows[0], 1000)) == 200


def test_more_ids_than_sqlite_takes_variables(vectors: VectorIndex) -> None:
    vectors.write({"a": E[[0]]}, {})
    rows = vectors.sentences({"a": 40_000, "none": 0})
    assert rows["a"].shape == (40_001, 4)
    assert rows["a"].sum() == pytest.approx(1)


def test_vectors_are_there_when_opened_again(tmp_path: Path) -> None:
    first = VectorIndex(tmp_path)
    first.write({"a": E[[0, 1]]}, {})
    first.close()
    assert VectorIndex(tmp_path).nearest_sentences(E[1], 1)[0].sentence == 0


def test_a_question_of_another_size(vectors: VectorIndex) -> None:
    vectors.write({"a": E[[0]]}, {})
    with pytest.raises(EmbedderMismatchError, match="dimension of 4, got 5"):
        vectors.nearest_sentences(np.ones(5, dtype=np.float32), 1)


@pytest.mark.parametrize("size", [1000, 1_000_000])
def test_a_damaged_folder_is_named_until_it_is_gone(tmp_path: Path, size: int) -> None:
    first = VectorIndex(tmp_path / "vectors")
    first.write({"a": E[[0]]}, {})
    first.close()
    file = tmp_path / "vectors" / "chroma.sqlite3"
    file.write_bytes(b"\xee" * size)
    for _ in range(3):
        with pytest.raises(StoreDamagedError) as caught:
            VectorIndex(tmp_path / "vectors")
        assert str(tmp_path / "vectors") in str(caught.value)
        assert "--rebuild" in str(caught.value)
    file.unlink()
    assert VectorIndex(tmp_path / "vectors").count() == 0


def _random(count: int) -> Vectors:
    rows = np.random.default_rng(7).normal(size=(count, 32)).astype(np.float32)
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)
