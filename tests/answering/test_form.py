"""The form of a sentence: aim, method, result or conclusion. All sentences are invented."""

import pytest

from answering.helpers import an_article
from index.records import Part
from qa.form import form_of, infer_category


@pytest.mark.parametrize(
    ("text", "place", "category"),
    [
        ("Gout is a common disease.", 0.0, "BACKGROUND"),
        ("The best dose of arbol remains unknown.", 0.1, "OBJECTIVE"),
        ("We aimed to find out whether arbol prevents gout.", 0.2, "OBJECTIVE"),
        ("To compare arbol with cedrin in adults with gout.", 0.0, "OBJECTIVE"),
        ("This study investigated arbol in gout.", 0.2, "OBJECTIVE"),
        ("Forty adults were randomly assigned to arbol or placebo.", 0.3, "METHODS"),
        ("The primary outcome was the number of attacks.", 0.4, "METHODS"),
        ("Attacks fell by 3 with arbol and 1 with placebo (P < .001).", 0.6, "RESULTS"),
        ("Pain was lower with arbol than with placebo.", 0.7, "RESULTS"),
        ("We conclude that arbol prevents gout.", 1.0, "CONCLUSIONS"),
        ("These results suggest that arbol may help.", 0.9, "CONCLUSIONS"),
    ],
)
def test_category_of_an_unlabelled_sentence(text: str, place: float, category: str) -> None:
    assert infer_category(text, place) == category


def test_a_statistic_tells_a_result_from_a_method() -> None:
    method = "Patients were treated with arbol"
    assert infer_category(f"{method}.", 0.5) == "METHODS"
    assert infer_category(f"{method} and improved (95% CI 1.2 to 3.4).", 0.5) == "RESULTS"


def test_a_printed_section_overrules_the_wording() -> None:
    article = an_article(
        Part("Arbol may help.", "AIM", "OBJECTIVE"), Part("We aimed high.", "RESULTS", "RESULTS")
    )
    assert [form_of(article, s).category for s in article.sentences] == ["OBJECTIVE", "RESULTS"]


def test_place_runs_from_first_to_last() -> None:
    article = an_article(Part("Tea was drunk. Sleep was short. Work was long."))
    assert [form_of(article, s).place for s in article.sentences] == [0.0, 0.5, 1.0]


def test_an_only_sentence_is_in_first_place() -> None:
    article = an_article(Part("Tea was drunk."))
    assert form_of(article, article.sentences[0]).place == 0.0


@pytest.mark.parametrize(
    ("text", "statistic", "number"),
    [
        ("Pain fell (P < .05).", True, True),
        ("Pain fell by 2.1 ± 0.3 points.", True, True),
        ("Pain fell, 95% CI 1 to 3.", True, True),
        ("Forty adults drank 2 cups.", False, True),
        ("Adults drank tea.", False, False),
    ],
)
def test_figures_and_statistics(text: str, statistic: bool, number: bool) -> None:
    article = an_article(Part(text))
    form = form_of(article, article.sentences[0])
    assert (form.statistic, form.number) == (statistic, number)
