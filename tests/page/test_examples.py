"""Questions made from titles, each tried on the store before it is offered."""

import pytest

from qa import Library
from qa.page.examples import COUNT, Examples, asked
from qa.serving import Service


@pytest.mark.parametrize(
    ("title", "question"),
    [
        ("Does tea help sleep?", "Does tea help sleep?"),
        ("Tea at night: does it help sleep?", "does it help sleep?"),
        ("Effects of tea on sleep: a trial.", "What is known about the effects of tea on sleep?"),
        ("Tea against insomnia in adults.", "What is known about tea against insomnia in adults?"),
        ("TGR-7 and tea. A review", "What is known about TGR-7 and tea?"),
        ("[Tea and sleep].", "What is known about tea and sleep?"),
        ("Tea lowers blood pressure in adults: a trial.", ""),
        ("Loss of sleep is associated with tea", ""),
        ("Tea against adhesion of uropathogenic E. coli", ""),
        ('Retraction notice to "Tea at night: a trial"', ""),
        ("The role of tea", "What is known about the role of tea?"),
        ("", ""),
        ("?", "?"),
        ("x" * 200, ""),
        ("x" * 200 + "?", ""),
    ],
)
def test_a_title_as_a_question(title: str, question: str) -> None:
    assert asked(title) == question


def test_each_is_answered_from_the_store(library: Library) -> None:
    found = Examples(library).find()
    assert len(found) == COUNT
    assert len(set(found)) == COUNT
    for question in found:
        assert not library.ask(question).refused


def test_they_are_found_once(service: Service) -> None:
    examples = Examples(service.library)
    assert examples.find() is examples.find()
