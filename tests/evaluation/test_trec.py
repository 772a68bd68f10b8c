"""TREC runs: what is written is read back, and read as trec_eval reads it."""

import gzip
from pathlib import Path

import ir_measures
import pytest
from hypothesis import given
from hypothesis import strategies as st
from ir_measures import AP, RR, R, nDCG

from evaluation.tables import gold, rankings_of
from index.errors import SourceError
from qa.evaluation import GoldSet, RunMadeElsewhere, evaluate
from qa.evaluation.measures import retrieval
from qa.evaluation.trec import read_run, write_run

_NAMES = st.text(st.characters(codec="utf-8"), min_size=1).filter(str.strip)


@given(st.dictionaries(_NAMES, st.lists(_NAMES, min_size=1, unique=True), min_size=1))
def test_what_is_written_is_read(tmp_path_factory: pytest.TempPathFactory,
                                 rankings: dict[str, list[str]]) -> None:  # fmt: skip
    run = {q: [(k, float(-rank)) for rank, k in enumerate(keys)] for q, keys in rankings.items()}
    file = tmp_path_factory.mktemp("run") / "run.trec"
    file.write_text(write_run(run.items()), encoding="utf-8")
    found, failures = rankings_of(file)
    assert failures == ()
    assert found == {query: tuple(ranking) for query, ranking in run.items()}


def test_the_score_decides_and_not_the_rank(tmp_path: Path) -> None:
    file = tmp_path / "run.trec"
    file.write_text("1 Q0 a 1 0.2 x\n1 Q0 b 2 0.9 x\n1 Q0 c 3 0.2 x\n")
    assert [key for key, _ in rankings_of(file)[0]["1"]] == ["b", "c", "a"]


def test_a_malformed_line_names_file_and_line(tmp_path: Path) -> None:
    file = tmp_path / "run.trec"
    file.write_text("1 Q0 a 1 0.9 x\n1 Q0 b\n\n1 Q0 c 2 high x\n1 Q0 d 3 nan x\n1 Q0 e 4 .1 x\n")
    found, failures = rankings_of(file)
    assert [key for key, _ in found["1"]] == ["a", "e"]
    assert [(f.path, f.record) for f in failures] == [(str(file), f"line {n}") for n in (2, 4, 5)]
    assert "query Q0 article rank score tag" in failures[0].reason


def test_an_article_named_twice_keeps_its_first_line(tmp_path: Path) -> None:
    file = tmp_path / "run.trec"
    file.write_text("1 Q0 a 1 0.9 x\n1 Q0 b 2 0.8 x\n1 Q0 a 3 0.1 x\n")
    found, [failure] = rankings_of(file)
    assert found["1"] == (("a", 0.9), ("b", 0.8))
    assert failure.record == "line 3"
    assert "names an article again" in failure.reason


def test_a_percent_sign_of_elsewhere_is_itself(tmp_path: Path) -> None:
    file = tmp_path / "run.trec"
    file.write_text("1 Q0 AC%2FDC 1 0.9 theirs\n")
    assert rankings_of(file)[0]["1"] == (("AC%2FDC", 0.9),)


def test_the_order_survives_small_scores(tmp_path: Path) -> None:
    file = tmp_path / "run.trec"
    file.write_text(write_run([("1", [(f"k{n}", 1e-9 * (50 - n)) for n in range(50)])]))
    assert [key for key, _ in rankings_of(file)[0]["1"]] == [f"k{n}" for n in range(50)]


def test_a_torn_run_is_scored_and_said_to_be(tmp_path: Path) -> None:
    file = tmp_path / "run.trec.gz"
    lines = "".join(f"q{n} Q0 a{n * 7919} 1 0.{n} x\n" for n in range(1, 2000))
    file.write_bytes(gzip.compress(lines.encode())[:-800])
    found, failures = rankings_of(file)
    assert 0 < len(found) < 1999
    assert "damaged or incomplete gzip" in failures[-1].reason


@pytest.mark.parametrize("text", ["", "nothing of the kind\n"])
def test_a_file_without_a_run_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "run.trec"
    file.write_text(text)
    with pytest.raises(SourceError, match="no line of a TREC run"):
        read_run(file)


def test_bare_numbers_of_elsewhere_are_known(tmp_path: Path) -> None:
    file = tmp_path / "run.trec"
    file.write_text("q1 Q0 4983 1 0.9 x\nq1 Q0 5836 2 0.8 x\n")
    question = gold(1, relevance={"beir:5836": 1})
    system = RunMadeElsewhere.read(file, GoldSet("beir", "f", (question, gold(2)), prefix="beir"))
    assert system(question).ranking == (("4983", 0.9), ("beir:5836", 0.8))
    assert system(gold(2)).ranking == ()


def test_a_run_of_other_questions_is_no_run_of_these(tmp_path: Path) -> None:
    file = tmp_path / "run.trec"
    file.write_text("1 Q0 a 1 0.9 x\n")
    with pytest.raises(SourceError, match="the run has '1', the set 'q1'"):
        RunMadeElsewhere.read(file, GoldSet("beir", "f", (gold(1),)))


def test_how_much_of_the_set_a_run_covers_is_noted(tmp_path: Path) -> None:
    file = tmp_path / "run.trec"
    file.write_text("q1 Q0 a 1 0.9 x\n")
    questions = tuple(gold(n, relevance={"a": 1}) for n in (1, 2, 3, 4))
    asked = GoldSet("beir", "f", questions)
    done = evaluate(asked, RunMadeElsewhere.read(file, asked))
    assert done.figures["ndcg@10"].value == 0.25
    assert "It has some for 1 of 4 questions; the others count as 0." in done.notes[0]


_SCORES = st.sampled_from([0.1, 0.2, 0.3, 0.4, 0.5])


@given(
    st.dictionaries(st.sampled_from("abcdefgh"), _SCORES, min_size=1),
    st.dictionaries(st.sampled_from("abcdefgh"), st.integers(1, 3), min_size=1),
)
def test_measures_are_those_of_ir_measures_on_the_same_run(
    tmp_path_factory: pytest.TempPathFactory, scores: dict[str, float], grades: dict[str, int]
) -> None:
    """Ties included: the order they are read in is the one that trec_eval gives them."""
    file = tmp_path_factory.mktemp("run") / "run.trec"
    file.write_text("".join(f"q1 Q0 {key} 1 {score} x\n" for key, score in scores.items()))
    ours = retrieval.score(gold(1, relevance=grades), rankings_of(file)[0]["q1"])
    names = {nDCG @ 10: "ndcg@10", R @ 5: "recall@5", RR: "mrr", AP: "map"}
    theirs = ir_measures.calc_aggregate(
        list(names),
        {"q1": grades},
        ir_measures.read_trec_run(str(file)),  # type: ignore[no-untyped-call]
    )
    assert {name: ours[name] for name in names.values()} == pytest.approx(
        {names[measure]: value for measure, value in theirs.items()}
    )
