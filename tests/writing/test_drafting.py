"""The model's reply, parsed as it comes: strictly, and whatever it is."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.llm.drafted import Drafted, schema
from qa.llm.drafting import Draft
from writing.scripted import reply

TWO = reply(("Tea helped sleep.", [1, 2]), ("Coffee did not.", [3]), verdict="yes")


def read(text: str, step: int) -> tuple[Draft, list[Drafted]]:
    draft = Draft()
    found = [d for at in range(0, len(text), step) for d in draft.feed(text[at : at + step])]
    draft.close()
    return draft, found


@pytest.mark.parametrize("step", [1, 2, 7, 1000])
@pytest.mark.parametrize(
    "text",
    [
        TWO,
        f"```json\n{TWO}\n```",
        f"Here is the answer:\n{TWO}",
        json.dumps(json.loads(TWO), indent=2),
        json.dumps(dict(reversed(json.loads(TWO).items()))),
        TWO.replace('{"statements"', '{"verdict" : "yes" ,\n"statements"').replace(
            ', "verdict": "yes"}', "}"
        ),
        TWO.replace('{"statements"', '{"thought": {"a": [{"b": "{"}]}, "statements"'),
        TWO.replace('"verdict"', '"limits": ["few", {"n": 3}], "verdict"'),
        TWO[:-1] + ', "limits": null}',
        f'I think {{"so"}}, in the shape {{"text": "…"}}: {TWO}',
        f'<think>{{"statements": [{{"text": "No.", "sentences": [9]}}]}}</think>{TWO}',
    ],
)
def test_a_good_reply_is_read_however_it_is_cut(text: str, step: int) -> None:
    draft, found = read(text, step)
    assert [(one.text, one.sentences) for one in found] == [
        ("Tea helped sleep.", (1, 2)),
        ("Coffee did not.", (3,)),
    ]
    assert (draft.whole, draft.faults, draft.verdict) == (True, [], "yes")


@given(st.permutations(["verdict", "statements", "why", "more"]), st.integers(1, 60))
def test_the_order_of_the_fields_is_nothing(order: list[str], step: int) -> None:
    fields = {**json.loads(TWO), "why": 'a "statements": [ {', "more": {"n": [1, {}]}}
    statements = [dict(reversed(one.items())) for one in fields["statements"]]
    text = json.dumps({name: fields[name] for name in order} | {"statements": statements})
    draft, found = read(text, step)
    assert [one.sentences for one in found] == [(1, 2), (3,)]
    assert (draft.whole, draft.faults, draft.verdict) == (True, [], "yes")


def test_a_statement_comes_at_once_where_the_verdict_came_first() -> None:
    draft = Draft()
    assert draft.feed('{"verdict": "no", "statements": [{"text": "A.", "sentences": [1]') == []
    assert [one.text for one in draft.feed("}")] == ["A."]
    assert draft.verdict == "no"


def test_a_statement_is_there_as_soon_as_it_is_closed() -> None:
    draft = Draft()
    first, rest = TWO.split("}, {")
    assert draft.feed(first) == []
    assert [one.text for one in draft.feed("}")] == ["Tea helped sleep."]
    assert [one.text for one in draft.feed(", {" + rest)] == ["Coffee did not."]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", 'no JSON object with "statements"'),
        ("I cannot answer that.", 'no JSON object with "statements"'),
        ('{"answer": []}', 'no JSON object with "statements"'),
        (TWO[:40], "breaks off"),
        (TWO[:-1], "breaks off"),
        ('{"statements": [{"text": "A."}], "verdict": "none"}', "sentences: field required"),
        ('{"statements": [{"text": "A.", "sentences": ["1"]}]}', "valid integer"),
        ('{"statements": [{"text": "A.", "sentences": [1.5]}]}', "valid integer"),
        ('{"statements": [{"text": "", "sentences": [1]}]}', "at least 1 character"),
        ('{"statements": [{"text": 7, "sentences": [1]}]}', "valid string"),
        ('{"statements": ["A. [1]"]}', "valid dictionary"),
        ('{"statements": [{"text": "A.", "sentences": [1,2,3,4,5]}]}', "at most 4 items"),
        ('{"statements": [{"text": "A.", "sentences": [1]} {"text": "B."}]', "field required"),
        ('{"statements": [{"text": "A.", "sentences": 1}]}', "valid tuple"),
        ("[" * 5000, "no JSON object"),
        ('{"statements": ' + "[" * 100_000, "breaks off"),
    ],
)
def test_what_is_wrong_is_said(text: str, fault: str) -> None:
    draft, _ = read(text, 50)
    assert any(fault in one for one in draft.faults), draft.faults


def test_second_statements_do_not_go_unsaid() -> None:
    draft, found = read(f'{TWO[:-1]}, "statements": [{{"text": "No.", "sentences": [9]}}]}}', 7)
    assert [one.text for one in found] == ["Tea helped sleep.", "Coffee did not."]
    assert draft.whole
    assert draft.faults == ['the reply has "statements" twice, and only the first are read']


def test_what_was_good_is_kept_beside_what_was_not() -> None:
    text = '{"statements": [{"text": "A.", "sentences": [1]}, {"text": "B."}, {"text": "C.", "sent'
    draft, found = read(text, 9)
    assert [one.text for one in found] == ["A."]
    assert len(draft.faults) == 2


def test_a_model_that_goes_on_and_on_is_given_up() -> None:
    for text in ('{"statements": [{"text": "' + "so " * 2000, "Well, " * 5000):
        draft = Draft()
        for at in range(0, len(text), 30):
            assert draft.feed(text[at : at + 30]) == []
        assert draft.lost


# What is not seen becomes white space, or goes.
WORDS = st.text(st.characters(exclude_categories=("C", "Z")), min_size=1).filter(str.strip)


@given(st.text(max_size=300), st.integers(1, 50))
def test_no_reply_breaks_the_parser(text: str, step: int) -> None:
    _, found = read(text, step)
    assert all(one.text for one in found)


@given(
    st.lists(
        st.tuples(WORDS, st.lists(st.integers(), max_size=4)),
        max_size=4,
    ),
    st.integers(1, 40),
)
def test_every_reply_of_the_right_shape_is_read_whole(
    said: list[tuple[str, list[int]]], step: int
) -> None:
    draft, found = read(reply(*said), step)
    assert [(one.text, list(one.sentences)) for one in found] == [(t, n) for t, n in said]
    assert draft.whole
    assert not draft.faults


def test_the_schema_allows_what_the_parser_takes() -> None:
    import jsonschema  # noqa: PLC0415

    jsonschema.validate(json.loads(TWO), schema(4))
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(json.loads(TWO), schema(1))
