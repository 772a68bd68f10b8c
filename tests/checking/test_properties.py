"""What holds of any statement and sentences."""

import math

from hypothesis import given
from hypothesis import strategies as st

from qa.checking import FEATURES, features, findings

WORDS = (
    "lorazin placebo reduced increased not no rats women 12% 31 0.55 three half may associated "
    "caused than with and in compared CI hazard ratio fewer pain, sleep. (P < .05) 5-fold group A"
).split()
TEXT = st.lists(st.sampled_from(WORDS), min_size=1, max_size=18).map(" ".join)


@given(TEXT)
def test_a_sentence_carries_itself(text: str) -> None:
    assert findings(text, [text]) == ()


@given(TEXT, st.lists(TEXT, max_size=3))
def test_what_is_at_fault_stands_in_the_statement(statement: str, sentences: list[str]) -> None:
    for one in findings(statement, sentences):
        assert 0 <= one.start < one.end <= len(statement)
        assert one.reason


@given(st.text(max_size=80), st.lists(st.text(max_size=80), max_size=2), st.text(max_size=40))
def test_features_have_one_length(statement: str, sentences: list[str], context: str) -> None:
    values = features(statement, sentences, context)
    assert len(values) == len(FEATURES) == len(set(FEATURES))
    assert all(math.isfinite(value) for value in values)
