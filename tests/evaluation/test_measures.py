"""Every measure against values worked by hand on tables of a few lines."""

import math

import pytest

from evaluation.tables import cites, gold, refuses, scored
from qa.answer import Grade, Statement
from qa.evaluation import Cited, GoldEvidence, Outcome, Scored
from qa.evaluation.measures import MEASURES, citation, cost, entity, measured, prose, retrieval
from qa.evaluation.measures.refusal import Bin, Point, calibration, risk_coverage
from qa.evaluation.measures.verdict import read_verdict
from qa.evaluation.measures.words import content_words, words

approx = pytest.approx


def over(name: str, *rows: Scored) -> float | None:
    return MEASURES[name].over([measured(row) for row in rows])


# -- retrieval -----------------------------------------------------------------------------------


def test_retrieval_by_hand() -> None:
    question = gold(relevance={"a": 1, "b": 1})
    found = retrieval.score(question, [("x", 9.0), ("a", 8.0), ("y", 7.0), ("b", 6.0)])
    # Gains at ranks 2 and 4; best order: ranks 1 and 2.
    dcg, best = 1 / math.log2(3) + 1 / math.log2(5), 1 + 1 / math.log2(3)
    assert found == {
        "ndcg@10": approx(dcg / best),
        "recall@5": 1.0,
        "recall@10": 1.0,
        "recall@100": 1.0,
        "mrr": 0.5,
        "map": approx((1 / 2 + 2 / 4) / 2),
    }


def test_grades_count_in_ndcg() -> None:
    question = gold(relevance={"a": 2, "b": 1})
    found = retrieval.score(question, [("b", 2.0), ("a", 1.0)])
    assert found["ndcg@10"] == approx((1 + 2 / math.log2(3)) / (2 + 1 / math.log2(3)))


def test_recall_looks_no_deeper_than_its_rank() -> None:
    ranking = [*((f"x{i}", 50.0 - i) for i in range(5)), ("a", 1.0)]
    found = retrieval.score(gold(relevance={"a": 1}), ranking)
    assert (found["recall@5"], found["recall@10"]) == (0.0, 1.0)
    assert found["mrr"] == approx(1 / 6)


def test_a_question_with_no_hit_counts_as_nothing_found() -> None:
    found = retrieval.score(gold(relevance={"a": 1}), [])
    assert set(found.values()) == {0.0}
    lost, found_first = refuses(), refuses(ranking=(("a", 1.0),))
    rows = [scored(gold(n, relevance={"a": 1}), o) for n, o in enumerate((lost, found_first))]
    assert over("ndcg@10", *rows) == 0.5


def test_equal_scores_keep_the_order_given() -> None:
    for order in ("ab", "ba"):
        found = retrieval.score(gold(relevance={"a": 1}), [(key, 0.5) for key in order])
        assert found["mrr"] == 1 / (order.index("a") + 1)


def test_no_gold_article_no_measure() -> None:
    assert retrieval.score(gold(), [("a", 1.0)]) == {}


# -- citations -----------------------------------------------------------------------------------


def test_citations_by_hand() -> None:
    one = scored(gold(), cites(("a", 0), ("a", 3), ("b", 1)), ("a", 3), ("c", 0))
    found = citation.score(one)
    assert found["first-citation"] == 0.0
    assert found["citation@3"] == 1.0
    assert found["citation-precision"] == approx(1 / 3)
    assert found["citation-recall"] == approx(1 / 2)
    assert found["citation-f1"] == approx(2 / 5)


def test_a_refused_question_cites_nothing_right() -> None:
    found = citation.score(scored(gold(), refuses(), ("a", 3)))
    assert {found[n] for n in ("first-citation", "citation-precision", "citation-f1")} == {0.0}
    assert "answer-words" not in found


def test_one_sentence_cited_twice_counts_once() -> None:
    one = scored(gold(), cites(("a", 1), ("a", 1), ("a", 2)), ("a", 1))
    assert citation.score(one)["citation-precision"] == 0.5


def _statement(text: str, *sources: str) -> Scored:
    cited = tuple(Cited("a", n, source) for n, source in enumerate(sources))
    statements = (Statement(text, tuple(range(1, len(sources) + 1)), Grade.SUPPORTED),)
    return scored(gold(), Outcome(answer=text, statements=statements, citations=cited))


@pytest.mark.parametrize(
    ("text", "sources", "recall", "precision"),
    [
        ("Tea helps sleep.", ["Tea helps sleep."], 1.0, 1.0),
        # Together they have the words, and neither can be spared.
        ("Tea and milk help sleep.", ["Tea may help.", "Milk gives sleep."], 1.0, 1.0),
        # The second adds nothing.
        ("Tea helps sleep.", ["Tea helps sleep.", "Milk is white."], 1.0, 0.5),
        ("Tea cures gout.", ["Tea helps sleep."], 0.0, 0.0),
        ("Tea does not help sleep.", ["Tea does help sleep."], 0.0, 0.0),
        ("Sleep rose by 5.2 hours.", ["Sleep rose by 52 hours."], 0.0, 0.0),
    ],
)
def test_alce_with_words(text: str, sources: list[str], recall: float, precision: float) -> None:
    found = citation.score(_statement(text, *sources))
    assert (found["alce-words-recall"], found["alce-words-precision"]) == (recall, precision)


def test_a_statement_without_citation_is_not_recalled() -> None:
    found = citation.score(_statement("Tea helps."))
    assert found["alce-words-recall"] == 0.0
    assert "alce-words-precision" not in found


def test_coverage_and_length_stand_beside() -> None:
    one = Scored(
        gold(),
        cites(("a", 0), texts=["Tea improved sleep by 2.5 hours."]),
        (("a", 1),),
        ("Sleep improved by 2.5 hours in adults.",),
    )
    found = citation.score(one)
    # sleep, improved, 2.5, hours are said; adults is not.
    assert found["gold-coverage"] == approx(4 / 5)
    assert found["answer-words"] == 6


def test_words() -> None:
    assert words("IL-6 rose 2.5-fold (P<0.05), i.e. “much”.") == (
        ["il-6", "rose", "2.5", "fold", "p", "0.05", "i", "e", "much"]
    )
    assert content_words("It was not the tea") == ["not", "tea"]


# -- verdicts ------------------------------------------------------------------------------------


def test_verdicts_by_hand() -> None:
    given = [("yes", "yes"), ("yes", "yes"), ("yes", "no"), ("no", "no"), ("maybe", None)]
    rows = [
        scored(gold(n, verdict=truth), cites(verdict=said) if said else refuses())
        for n, (truth, said) in enumerate(given)
    ]
    assert over("verdict-accuracy", *rows) == approx(3 / 5)
    # yes: P 1, R 2/3; no: P 1/2, R 1; maybe: never given.
    assert over("verdict-macro-f1", *rows) == approx((4 / 5 + 2 / 3 + 0) / 3)
    assert over("majority-accuracy", *rows) == approx(3 / 5)
    assert over("majority-macro-f1", *rows) == approx((2 * 3 / 8) / 3)
    assert over("verdict-given", *rows) == approx(4 / 5)


@pytest.mark.parametrize(
    ("first", "verdict"),
    [
        ("Tea shortened the time to sleep.", "yes"),
        ("There was no significant difference between tea and water.", "no"),
        ("Tea did not shorten it.", "no"),
        ("Whether tea helps remains to be shown in larger trials.", "maybe"),
    ],
)
def test_a_verdict_is_read_from_the_first_statement(first: str, verdict: str) -> None:
    assert read_verdict(cites(("a", 0), texts=[first])) == verdict


def test_the_system_has_the_first_word_and_a_refusal_has_none() -> None:
    assert read_verdict(cites(("a", 0), texts=["It did not."], verdict="yes")) == "yes"
    assert read_verdict(refuses()) is None
    assert read_verdict(Outcome(error="none")) is None
    assert read_verdict(Outcome(answer="It did not.")) == "no"


# -- names ---------------------------------------------------------------------------------------


def test_factoids_as_bioasq_scores_them() -> None:
    right = [["Factor XIa", "FXIa"]]
    assert entity.factoid_scores(right, ["thrombin", "fxia"]) == {
        "factoid-strict": 0.0,
        "factoid-lenient": 1.0,
        "factoid-mrr": 0.5,
    }
    assert entity.factoid_scores(right, ["a", "b", "c", "d", "e", "FXIa"])["factoid-lenient"] == 0


def test_lists_as_bioasq_scores_them() -> None:
    right = [["tea", "chai"], ["milk"], ["mint"]]
    found = entity.list_scores(right, ["Chai", "tea", "milk", "coffee"])
    # Two of three found, one name wrong; tea and chai are one.
    assert found["list-precision"] == approx(2 / 3)
    assert found["list-recall"] == approx(2 / 3)
    assert found["list-f1"] == approx(2 / 3)
    assert entity.list_scores(right, [])["list-f1"] == 0.0


def test_sentences_are_scored_by_whether_they_name_it() -> None:
    question = gold(kind="list", exact=(("tea",), ("mint", "Mentha")))
    one = scored(question, cites(("a", 0), ("a", 1), texts=["Steam.", "Mentha was brewed."]))
    assert entity.score(one) == {"named-first": 0.0, "named-any": 1.0, "named-share": 0.5}


def test_a_name_is_found_as_whole_words_only() -> None:
    one = scored(gold(exact=(("tea",),)), cites(("a", 0), texts=["A team of four."]))
    assert entity.score(one)["named-any"] == 0.0


# -- prose ---------------------------------------------------------------------------------------


def test_rouge_by_hand() -> None:
    # Lin 2004's own example: the longest common run is "police the gunman", 3 of 4 words.
    found = prose.rouge("police kill the gunman", ["police killed the gunman"])
    assert found["rouge-l"] == approx(3 / 4)
    # Three pairs of six (police the, police gunman, the gunman), and as the original program
    # counts single words, the last one left out, two of three (police, the).
    assert found["rouge-su4"] == approx((3 + 2) / (6 + 3))


def test_rouge_takes_the_best_reference_and_gives_a_refusal_nothing() -> None:
    assert prose.rouge("tea helps", ["milk", "Tea helps."])["rouge-l"] == approx(1.0)
    # The best by F1, though "tea" is recalled whole.
    said = "tea lowered the number of bad nights more than water did"
    assert prose.rouge(said, ["tea", f"{said} indeed"])["rouge-l"] > 0.9
    assert prose.score(scored(gold(references=("tea",)), refuses()), None) == (
        {"rouge-l": 0.0, "rouge-su4": 0.0}
    )


# -- knowing when not to answer ------------------------------------------------------------------


def _judged(*rows: tuple[bool, float, bool]) -> list[Scored]:
    """Rows of: has an answer, answerability, first citation right."""
    return [
        measured(
            scored(
                gold(n, answerable=answerable),
                cites(("a", 0 if right else 1), answerability=chance),
                *([("a", 0)] if answerable else []),
            )
        )
        for n, (answerable, chance, right) in enumerate(rows)
    ]


def test_refusals_by_hand() -> None:
    rows = [
        scored(gold(1, answerable=True), cites(answerability=0.9)),
        scored(gold(2, answerable=True), refuses(answerability=0.2)),
        scored(gold(3, answerable=False), refuses(answerability=0.1)),
        scored(gold(4, answerable=False), refuses(answerability=0.3)),
        scored(gold(5, answerable=False), cites(answerability=0.8)),
    ]
    assert over("refusal-precision", *rows) == approx(2 / 3)
    assert over("refusal-recall", *rows) == approx(2 / 3)
    assert over("answerable-refused", *rows) == approx(1 / 2)
    # Pairs: 0.9 is above all three, 0.2 above one of three.
    assert over("auroc", *rows) == approx(4 / 6)


def test_no_unanswerable_questions_no_auroc() -> None:
    rows = [scored(gold(n, answerable=True), refuses(answerability=0.5)) for n in range(3)]
    assert over("auroc", *rows) is None
    assert over("refusal-precision", *rows) is None


def test_what_ended_in_an_error_is_wrong_and_no_refusal() -> None:
    rows = [
        *_judged((True, 0.9, True)),
        measured(scored(gold(7, answerable=True), Outcome(error="none"), ("a", 0))),
    ]
    assert risk_coverage(rows) == [Point(0.5, 0.0), Point(1.0, 0.5)]
    assert over("answerable-refused", *rows) == 0.0
    assert MEASURES["answerable-refused"].facts(rows)[1] is None
    assert over("first-citation", *rows) == 0.5


def test_gold_that_is_not_found_leaves_open_what_is_right() -> None:
    question = gold(relevance={"a": 1}, evidence=(GoldEvidence("a", sentence=99),))
    assert scored(question, cites(("a", 0))).right is None
    assert scored(gold(relevance={"a": 1}), cites(("a", 0))).right is True


def test_risk_and_coverage_by_hand() -> None:
    rows = _judged((True, 0.9, True), (True, 0.8, False), (False, 0.7, False), (True, 0.6, True))
    assert risk_coverage(rows) == [
        Point(0.25, 0.0), Point(0.5, 0.5), Point(0.75, 2 / 3), Point(1.0, 0.5)
    ]  # fmt: skip
    assert over("risk-area", *rows) == approx((0 + 1 / 2 + 2 / 3 + 1 / 2) / 4)


def test_questions_of_one_score_come_together() -> None:
    rows = _judged((True, 0.5, False), (True, 0.5, True))
    assert risk_coverage(rows) == [Point(1.0, 0.5)]


def test_calibration_by_hand() -> None:
    cited = [Cited("a", 0, "", 0.95), Cited("a", 1, "", 0.85), Cited("a", 2, "", 0.82)]
    one = scored(gold(), Outcome(citations=tuple(cited)), ("a", 0), ("a", 1))
    assert calibration([one]) == [Bin((0.85 + 0.82) / 2, 0.5, 2), Bin(0.95, 1.0, 1)]
    # Bins of 2 and 1: off by 0.335 and 0.05.
    assert over("calibration-error", one) == approx((2 * 0.335 + 0.05) / 3)


def test_a_chance_of_one_has_a_bin() -> None:
    one = scored(gold(), Outcome(citations=(Cited("a", 0, "", 1.0),)), ("a", 0))
    assert calibration([one]) == [Bin(1.0, 1.0, 1)]


# -- support and cost ----------------------------------------------------------------------------


def test_support_is_counted_over_statements() -> None:
    statements = [
        Statement("", (), support)
        for support in (Grade.VERBATIM, Grade.PARTIAL, Grade.UNSUPPORTED, Grade.VERBATIM)
    ]
    one = scored(gold(), Outcome(statements=tuple(statements)))
    assert over("support-verbatim", one) == 0.5
    assert over("support-partial", one) == over("support-unsupported", one) == 0.25
    assert over("support-supported", one) == 0.0


def test_seconds_tokens_and_money() -> None:
    rows = [
        scored(gold(n), cites(seconds=float(n), tokens_in=1000, tokens_out=100)) for n in range(101)
    ]
    assert over("seconds-p50", *rows) == 50.0
    assert over("seconds-p95", *rows) == 95.0
    assert cost.score(rows[0], (2.0, 10.0))["money"] == approx(0.003)
    assert "money" not in cost.score(rows[0], None)


# -- all together --------------------------------------------------------------------------------


def test_a_run_without_answers_is_scored_for_its_articles_alone() -> None:
    run = Outcome(answered=False, ranking=(("a", 1.0),))
    one = measured(scored(gold(relevance={"a": 1}, verdict="yes"), run, ("a", 0)))
    assert set(one.measures) == {"ndcg@10", "recall@5", "recall@10", "recall@100", "mrr", "map"}
    assert [n for n, m in MEASURES.items() if m.over([one]) is not None] == list(one.measures)


def test_every_measure_says_what_it_is() -> None:
    assert all(measure.says.endswith(".") and measure.group for measure in MEASURES.values())
    assert len({measure.says for measure in MEASURES.values()}) == len(MEASURES)
