"""A look at every sentence, the best read, and both mixed."""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa import Library
from qa.choosing import WEIGHTS, Chooser, version
from qa.evidence import FEATURES, Sheet, sheets
from qa.question import Question, prepare
from qa.reading import Mix, Reading, relative, to_read
from qa.rerank.contract import Passage, Scores
from qa.retrieval import retrieve
from qa.settings import BUILTIN_RERANKER, NO_RERANKER
from qa.weighing import WEIGHTS as PRIORS
from qa.weighing import Priors, Sums, Weigher

QUESTION = "Does lumetripant prevent migraine?"
logs = st.lists(
    st.lists(st.floats(-9, 9), min_size=1, max_size=9).map(np.array), min_size=1, max_size=6
)


class Lengths:
    """A reader for which a longer sentence answers better."""

    def __init__(self) -> None:
        self.read: list[Passage] = []

    def scores(self, question: str, passages: Sequence[Passage]) -> list[Scores]:
        self.read = list(passages)
        return [np.array([len(s) for s in p.sentences], dtype=np.float32) for p in passages]


@pytest.fixture(scope="module")
def found(library: Library) -> tuple[Question, list[Sheet]]:
    retrieval = retrieve(prepare(QUESTION, library.store), library.store, 10)
    return retrieval.question, sheets(retrieval, library.store)


@given(logs)
def test_relative_looks_are_shares_of_all_sentences(looks: Sums) -> None:
    made = relative(looks)
    assert np.exp(np.concatenate(made)).sum() == pytest.approx(1)
    assert [len(some) for some in made] == [len(some) for some in looks]


@given(logs, st.integers(1, 4), st.integers(1, 12))
def test_the_best_looking_sentences_of_few_articles_are_read(
    looks: Sums, articles: int, sentences: int
) -> None:
    chosen = to_read(looks, articles, sentences)
    places = [(at, n) for at, some in chosen.items() for n in some]
    assert places == sorted(places)
    assert 1 <= len(chosen) <= articles
    of_chosen = [looks[at][n] for at, n in places]
    left = [v for at in chosen for n, v in enumerate(looks[at]) if (at, n) not in places]
    assert len(places) <= sentences
    assert not left or min(of_chosen) >= max(left)


def test_what_is_read_is_mixed_and_the_rest_only_looked_at(
    found: tuple[Question, list[Sheet]],
) -> None:
    question, known = found
    reader = Lengths()
    looks = relative(Priors().sums(question, known))
    sums = Reading(Priors(), reader, Mix((1.0, 2.0, 3.0), (0.5, -1.0))).sums(question, known)
    chosen = to_read(looks)
    assert [len(p.sentences) for p in reader.read] == [len(some) for some in chosen.values()]
    for at, sheet in enumerate(known):
        for n, sentence in enumerate(sheet.article.sentences):
            look, length = looks[at][n], len(sheet.article.text(sentence))
            read = n in chosen.get(at, [])
            wanted = look + 2 * length + 3 if read else 0.5 * look - 1
            assert sums[at][n] == pytest.approx(wanted)


def test_any_readers_scale_is_taken_out(found: tuple[Question, list[Sheet]]) -> None:
    class Larger(Lengths):
        def scores(self, question: str, passages: Sequence[Passage]) -> list[Scores]:
            return [100 * some + 7 for some in super().scores(question, passages)]

    question, known = found
    mix = Mix((1.0, 1.0, 0.0), (1.0, 0.0), normal=True)
    mine = Reading(Priors(), Lengths(), mix).sums(question, known)
    theirs = Reading(Priors(), Larger(), mix).sums(question, known)
    assert np.allclose(np.concatenate(mine), np.concatenate(theirs), atol=1e-3)


def test_priors_have_a_weight_for_every_feature() -> None:
    assert tuple(PRIORS) == FEATURES


@pytest.mark.parametrize("embedder", ["all-MiniLM-L6-v2", "another"])
@pytest.mark.parametrize("reranker", [BUILTIN_RERANKER, NO_RERANKER])
def test_every_chooser_weighs_every_sentence(
    found: tuple[Question, list[Sheet]], reranker: str, embedder: str
) -> None:
    question, known = found
    weigher: Weigher = Chooser(reranker, embedder)
    sums = weigher.sums(question, known)
    assert [len(some) for some in sums] == [len(one.article.sentences) for one in known]
    assert all(np.isfinite(some).all() for some in sums)


def test_the_built_in_rerankers_version_is_its_weights() -> None:
    assert version(BUILTIN_RERANKER).startswith("builtin-")
    assert version(NO_RERANKER) == NO_RERANKER
    assert WEIGHTS.is_file()
