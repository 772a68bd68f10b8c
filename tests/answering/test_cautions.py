"""What is cited from work in no good standing is said so beside the answer."""

from qa import Library

SAVES = "Does tolverone save lives in heart failure with preserved ejection fraction?"


def test_retracted_work_that_was_asked_for_is_named(library: Library) -> None:
    answer = library.using(include_retracted=True).ask(SAVES)
    gone = [f"[{one.number}]" for one in answer.citations if one.status == "retracted"]
    assert gone
    told = [one for one in answer.notices if "retracted work" in one]
    assert len(told) == 1
    assert all(number in told[0] for number in gone)


def test_an_expression_of_concern_is_named(library: Library) -> None:
    answer = library.ask("Is tolverone associated with falls in older outpatients?")
    assert "expression of concern" in {one.status for one in answer.citations}
    assert any("expression of concern" in one for one in answer.notices)


def test_of_sound_work_nothing_is_said(library: Library) -> None:
    answer = library.ask("Does lumetripant prevent chronic migraine?")
    assert {one.status for one in answer.citations} == {None}
    assert answer.notices == ()
