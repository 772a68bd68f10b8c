"""Questions made from titles, each tried on the store before it is offered."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa import Library
from qa.page.examples import COUNT, Examples
from qa.page.titles import SHAPES, asked
from qa.serving import Service


@pytest.mark.parametrize(
    ("title", "question"),
    [
        ("Does tea help old people sleep?", "Does tea help old people sleep?"),
        ("Tea at night: does tea help people sleep? A trial.", "Does tea help people sleep?"),
        # Which does it mean by itself?
        ("Tea at night: does it help people sleep?", "What is known about tea at night?"),
        ("Tea at night: a remedy?", "What is known about tea at night?"),
        ("Effects of tea on sleep: a trial.", "What are the effects of tea on sleep?"),
        ("The role of tea", "What is the role of tea?"),
        ("Efficacy and safety of tea", "What is known about the efficacy and safety of tea?"),
        ("Tea for the prevention of insomnia: a trial.", "Can tea prevent insomnia?"),
        ("Use of tea to prevent insomnia in adults", "Can tea prevent insomnia in adults?"),
        (
            "A trial of tea to prevent insomnia",
            "What is known about a trial of tea to prevent insomnia?",
        ),
        ("Tea versus milk in insomnia: a trial.", "Which is better in insomnia, tea or milk?"),
        ("Tea vs. milk for sleep in adults", "Which is better for sleep in adults, tea or milk?"),
        ("Incidence of insomnia in Iceland.", "How high is the incidence of insomnia in Iceland?"),
        (
            "Incidence of insomnia and use of tea",
            "What is known about incidence of insomnia and use of tea?",
        ),
        ("Association between tea and sleep", "Is there an association between tea and sleep?"),
        ("Tea against insomnia in adults.", "What is known about tea against insomnia in adults?"),
        ("TGR-7 and tea. A review", "What is known about TGR-7 and tea?"),
        ("[Tea and sleep].", "What is known about tea and sleep?"),
        ("Tea lowers blood pressure in adults: a trial.", ""),
        ("No association between tea and sleep.", ""),
        ("Loss of sleep is associated with tea", ""),
        ("Tea against adhesion of uropathogenic E. coli", ""),
        ('Retraction notice to "Tea at night: a trial"', ""),
        ("", ""),
        ("?", ""),
        ("x" * 200, ""),
        ("Does tea help " + "x" * 200 + " sleep?", ""),
    ],
)
def test_a_title_as_a_question(title: str, question: str) -> None:
    made = asked(title)
    assert (made.question if made else "") == question


@given(st.text(max_size=200))
def test_any_title_gives_a_short_question_or_none(title: str) -> None:
    made = asked(title)
    if made:
        assert made.question.endswith("?")
        assert len(made.question) <= 130
        assert made.shape in SHAPES


def test_each_is_answered_from_the_store(library: Library) -> None:
    found = Examples(library).find()
    assert len(found) == COUNT
    assert len(set(found)) == COUNT
    for question in found:
        assert not library.ask(question).refused


def test_they_are_of_different_shapes(library: Library) -> None:
    questions = Examples(library).find()
    assert len({question.split()[0] for question in questions}) == COUNT


def test_they_are_found_once(service: Service) -> None:
    examples = Examples(service.library)
    assert examples.find() is examples.find()
