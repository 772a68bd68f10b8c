"""How the built-in reranker is trained: examples, a network that learns, the table of trials."""

import json
from itertools import islice
from pathlib import Path

import pytest
from answering.helpers import SAMPLE

from benchmarks.ranker.__main__ import kept
from benchmarks.ranker.ablation import trials
from benchmarks.ranker.examples import Example, of_found, of_gold
from benchmarks.ranker.fitting import Examples, Training
from benchmarks.ranker.reader import learned
from benchmarks.ranker.selfmade import made
from benchmarks.ranker.snippets import of_snippets
from qa import Library
from qa.evaluation import GoldEvidence, GoldQuestion, load_set
from qa.form import form_of

GOLDS = load_set(f"gold:{SAMPLE / 'questions.jsonl'}", None).questions
ANSWERED = [gold for gold in GOLDS if gold.evidence]


@pytest.fixture(scope="module")
def ten(library: Library) -> tuple[Example, ...]:
    return tuple(islice(of_gold("own", ANSWERED, library.store), 10))


def test_an_example_is_the_whole_abstract_with_its_answer_marked(
    library: Library, ten: tuple[Example, ...]
) -> None:
    for one in ten:
        article = library.article(one.key)
        assert one.passage.sentences == tuple(map(article.text, article.sentences))
        assert one.gold and max(one.gold) < len(one.passage.sentences)


def test_nothing_is_learned_from_an_article_that_is_measured_on(
    library: Library, ten: tuple[Example, ...]
) -> None:
    kept_out = {ten[0].key, ten[5].key}
    shown = [
        *of_gold("own", ANSWERED, library.store, without=kept_out),
        *of_found("own", ANSWERED, library.store, 2, without=kept_out),
        *made(library.store, kept_out),
    ]
    titles = {library.article(key).title for key in kept_out}
    assert shown
    assert titles.isdisjoint(one.passage.title for one in shown)


def test_articles_found_do_not_answer(library: Library) -> None:
    golds = {gold.question: gold for gold in ANSWERED}
    some = list(of_found("own", ANSWERED[:20], library.store, 2))
    assert 20 <= len(some) <= 40
    for one in some:
        right = {library.article(key).title for key in golds[one.question].relevance}
        assert one.gold == frozenset()
        assert one.passage.title not in right


def test_a_question_about_the_conclusion_is_answered_by_the_conclusion(library: Library) -> None:
    asked = [one for one in made(library.store, frozenset()) if one.source == "sections"]
    assert asked
    for one in asked:
        article = library.article(one.key)
        forms = {form_of(article, article.sentences[n]).category for n in one.gold}
        assert len(forms) == 1 and forms <= {"CONCLUSIONS", "OBJECTIVE"}


def test_snippets_answer_their_own_question_only() -> None:
    def gold(name: str, key: str, *texts: str) -> GoldQuestion:
        evidence = tuple(GoldEvidence(key, text=text) for text in texts)
        return GoldQuestion(name, f"What does {name} do?", relevance={key: 1}, evidence=evidence)

    golds = [
        gold("sopiradine", "pmid:1", "Sopiradine calms. It acts within a day."),
        gold("vexadrine", "pmid:2", "Vexadrine halves attacks of gout."),
        gold("quorbin", "pmid:1", "Quorbin does nothing."),  # of the same article as the first
    ]
    first = next(iter(of_snippets("bioasq", golds)))
    right = {first.passage.sentences[n] for n in first.gold}
    assert right == {"Sopiradine calms.", "It acts within a day."}
    assert set(first.passage.sentences) - right == {"Vexadrine halves attacks of gout."}


def test_ten_examples_are_learned_by_heart(ten: tuple[Example, ...]) -> None:
    training = Training({"own": 1.0}, layers=1, epochs=16, rate=1e-3, blotted=0.0, kept=(1.0,))
    curves = learned(Examples(ten, ten), training, report=lambda _: None)["curves"]
    assert curves["loss"][-1] < curves["loss"][0] / 4
    assert curves["held_out"][-1]["own"]["first"] == 1.0


def test_every_kind_of_example_has_its_row() -> None:
    shares = {"own": 1.0, "own near": 1.0, "ei": 0.5}
    rows = {trial.name: trial.shares for trial in trials(shares)}
    assert rows["as shipped"] == shares
    assert "own near" not in rows["without near misses"]
    assert rows["with sections"].keys() - shares.keys() == {"sections"}
    assert len({json.dumps(one, sort_keys=True) for one in rows.values()}) == len(rows)


def test_what_was_made_with_other_settings_is_made_anew(tmp_path: Path) -> None:
    path, made_of = tmp_path / "reader.pickle", Training({"own": 1.0})
    assert kept(path, made_of, lambda: "first") == "first"
    assert kept(path, made_of, lambda: "never made") == "first"
    assert kept(path, Training({"own": 0.5}), lambda: "second") == "second"
