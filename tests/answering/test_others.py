"""What is cited about others than those asked about is said to be."""

import pytest
from writing.scripted import ScriptedWriter, events_of, reply

from index.errors import ModelError
from qa import Library
from qa.events import Done, Notice, Said

MIGRAINE = "Does lumetripant prevent chronic migraine in adults?"


def test_a_trial_in_adults_is_no_trial_in_children_unsaid(library: Library) -> None:
    answer = library.ask("And in kids?", ["Does lumetripant prevent chronic migraine?"])
    numbers = "".join(f"[{one.number}]" for one in answer.citations if "adults" in one.title)
    assert numbers
    assert answer.notices == (
        f"The question asks about children; this is about others: {numbers} (adults).",
    )


@pytest.mark.parametrize(
    "question",
    [
        MIGRAINE,
        "Does lumetripant prevent migraine?",
        "Does brovelukast reduce asthma attacks in children?",
        # Preschool children are children.
        "Does intermittent brovelukast help infants and children with wheeze?",
        "Does tolverone reduce fibrosis in hypertensive rats?",
        "Does glutaverin lower HbA1c in type 2 diabetes?",
    ],
)
def test_nothing_is_said_where_they_are_those_asked_about(library: Library, question: str) -> None:
    answer = library.ask(question)
    assert answer.citations
    assert answer.notices == ()


def test_another_sort_of_a_disease_is_another(library: Library) -> None:
    (notice,) = library.ask("What dose of glutaverin is safe in type 1 diabetes?").notices
    assert notice == "The question asks about type 1; this is about others: [1] (type 2)."


def test_it_is_said_before_the_statements(library: Library) -> None:
    events = list(library.stream("And in kids?", ["Does lumetripant prevent chronic migraine?"]))
    kinds = [type(one) for one in events]
    assert kinds.index(Notice) < kinds.index(Said)


@pytest.mark.parametrize("fails", [False, True])
def test_it_is_said_of_what_a_model_writes_and_where_it_fails(
    library: Library, fails: bool
) -> None:
    question = "Does lumetripant prevent chronic migraine in children?"
    first = library.finding.invoke(question).weighed.retrieval.articles[0].article
    text = first.text(first.sentences[1])
    said = ModelError("it broke", "mend it") if fails else reply((text, [2]))
    events = events_of(library, question, ScriptedWriter(said, said))
    assert isinstance(events[-1], Done)
    answer = events[-1].answer
    told = "The question asks about children; this is about others: [1]"
    assert answer.citations
    assert sum(notice.startswith(told) for notice in answer.notices) == 1
    assert [one.text for one in events if isinstance(one, Notice)] == list(answer.notices)
