"""Two evaluations compared: noise is called noise, a difference a difference."""

import random

import pytest

from evaluation.tables import cites, gold, refuses
from index.errors import SettingsError
from qa.evaluation import Outcome, Scored, compare
from qa.evaluation.measures import measured
from qa.evaluation.text import comparison


def rows(hits: list[bool], first: int = 0) -> list[Scored]:
    """One question for each: its first citation is right or not."""
    return [
        measured(
            Scored(
                gold(first + n, answerable=True),
                cites(("a", 0 if hit else 1), seconds=0.1),
                (("a", 0),),
            )
        )
        for n, hit in enumerate(hits)
    ]


def drawn(share: float, seed: int, count: int = 200) -> list[bool]:
    rng = random.Random(seed)
    return [rng.random() < share for _ in range(count)]


def test_the_same_answers_do_not_differ() -> None:
    one = rows(drawn(0.6, 1))
    found = compare(one, one)
    assert found.paired
    assert {delta.delta for delta in found.deltas} == {0.0}
    assert {delta.p for delta in found.deltas} == {None}
    assert {delta.says for delta in found.deltas} == {"the same"}
    assert not any(delta.real for delta in found.deltas)
    assert found.flips == ()
    assert "No significant difference." in comparison(found)


def test_what_the_systems_do_not_share_is_shown() -> None:
    one = rows([True, False])
    systems = ({"statements": "1", "fingerprint": "a"}, {"statements": "4", "fingerprint": "b"})
    text = comparison(compare(one, one), systems)
    assert text.startswith("A = A (statements=1)\nB = B (statements=4)\n")


def test_a_large_difference_is_real() -> None:
    found = compare(rows(drawn(0.3, 1)), rows(drawn(0.8, 2)))
    first = next(d for d in found.deltas if d.measure == "first-citation")
    assert first.real
    assert first.says == "B is better"
    assert first.low is not None
    assert 0.3 < first.low < first.delta < (first.high or 0) < 0.7
    assert "Beyond noise: first-citation" in comparison(found)


def test_a_small_difference_is_noise() -> None:
    hits = drawn(0.6, 1)
    other = [*hits[:-3], *(not hit for hit in hits[-3:])]
    first = next(
        d for d in compare(rows(hits), rows(other)).deltas if d.measure == "first-citation"
    )
    assert first.says == "within noise"


def test_the_paired_test_by_hand() -> None:
    """Five of five questions differ one way: of 32 ways to swap them, two are as far apart."""
    found = compare(rows([False] * 5), rows([True] * 5))
    first = next(d for d in found.deltas if d.measure == "first-citation")
    assert first.p == pytest.approx(2 / 32)


def test_pairing_finds_what_two_samples_would_not() -> None:
    hits = drawn(0.5, 1, 300)
    better = [hit or n % 15 == 0 for n, hit in enumerate(hits)]
    paired = compare(rows(hits), rows(better))
    apart = compare(rows(hits), rows(better, first=1000))
    assert (paired.paired, apart.paired) == (True, False)
    by_name = [{d.measure: d for d in found.deltas}["first-citation"] for found in (paired, apart)]
    assert [delta.real for delta in by_name] == [True, False]
    assert "not paired" in comparison(apart)


def test_questions_that_flipped_are_named() -> None:
    found = compare(rows([True, False, True]), rows([False, False, True]), ("one", "two"))
    assert [(flip.id, flip.right_in) for flip in found.flips] == [("q0", "A")]
    text = comparison(found)
    assert "1 question right in A and not in B:\n  q0  Question 0?" in text
    assert text.startswith("A = one\nB = two\n")


def test_refusing_what_has_no_answer_is_right() -> None:
    question = gold(1, answerable=False)
    one, other = ([measured(Scored(question, o))] for o in (refuses(), cites(("a", 0))))
    assert [flip.right_in for flip in compare(one, other).flips] == ["A"]


def test_each_side_is_judged_by_its_own_refusals() -> None:
    """Those that both refused are no measure of either."""
    questions = [gold(n, answerable=n % 2 == 0) for n in range(40)]
    all_known, all_answerable = (
        [
            measured(Scored(q, refuses() if q.has_answer is wanted else cites(("a", 0))))
            for q in questions
        ]
        for wanted in (False, True)
    )
    found = compare(all_known, all_answerable)
    delta = next(d for d in found.deltas if d.measure == "refusal-precision")
    assert (delta.a, delta.b) == (1.0, 0.0)
    assert delta.says == "A is better"


def test_a_question_with_other_gold_is_another_question() -> None:
    one = [measured(Scored(gold(n, verdict="yes"), cites(("a", 0)))) for n in range(4)]
    other = [measured(Scored(gold(n, verdict="no"), cites(("a", 0)))) for n in range(4)]
    assert compare(one, one).paired
    assert not compare(one, other).paired


def test_time_is_shown_and_not_tested() -> None:
    """The machine's load is no property of the system."""
    one = rows([True] * 30)
    slow = [measured(Scored(s.gold, cites(("a", 0), seconds=9.0), s.gold_sentences)) for s in one]
    seconds = next(d for d in compare(one, slow).deltas if d.measure == "seconds-p50")
    assert seconds.says == "not tested"
    assert seconds.delta == pytest.approx(8.9)


def test_runs_are_compared_by_their_articles() -> None:
    def of(*keys: str) -> list[Scored]:
        run = Outcome(answered=False, ranking=tuple((k, -float(i)) for i, k in enumerate(keys)))
        return [measured(Scored(gold(1, relevance={"a": 1}), run))]

    # What is compared with a run is looked at as a run too, whatever it cites.
    outcome = cites(("b", 0), ranking=(("a", 1.0),))
    answered = measured(Scored(gold(1, relevance={"a": 1}), outcome))
    assert compare(of("a", "b"), [answered]).flips == ()
    found = compare(of("a", "b"), of("b", "a"))
    assert [flip.right_in for flip in found.flips] == ["A"]
    assert {d.measure for d in found.deltas} >= {"ndcg@10", "mrr"}


def test_nothing_in_common_is_an_error() -> None:
    with pytest.raises(SettingsError, match="no measure in common"):
        compare([], rows([True]))


def test_the_same_id_in_another_set_is_another_question() -> None:
    one = rows([True] * 4)
    other = [
        measured(Scored(gold(n, verdict="yes"), cites(("a", 0)), (("a", 0),))) for n in range(4)
    ]
    other = [
        Scored(
            type(s.gold)(s.gold.id, "Another?"), s.outcome, s.gold_sentences, measures=s.measures
        )
        for s in other
    ]
    assert not compare(one, other).paired
