"""Question and passage as one row of tokens: whose token is whose, and what no longer fits."""

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from qa.rerank.contract import Passage
from qa.rerank.reading import CLS, NOBODY, ROW, SEP, row, rows

tokens = st.lists(st.integers(1000, 30_000), max_size=120)


def letters(texts: Sequence[str]) -> list[list[int]]:
    """A tokenizer of one token a letter."""
    return [[1000 + ord(letter) for letter in text] for text in texts]


def test_a_row_by_hand() -> None:
    made = row([11, 12], [21], [[31, 32], [41]])
    assert made.tokens == (CLS, 11, 12, SEP, 21, SEP, 31, 32, SEP, 41, SEP)
    assert made.owner == (-1, 0, 0, -1, -1, -1, 1, 1, 1, 2, 2)
    assert made.sentences == 2


def test_a_label_stands_before_its_sentence() -> None:
    passage = Passage("T", ("One.", "Two."), ("RESULTS", ""))
    (made,) = rows("q", [passage], letters)
    first = [t for t, owner in zip(made.tokens, made.owner, strict=True) if owner == 1]
    assert "".join(chr(t - 1000) for t in first if t != SEP) == "results: One."


@given(tokens, tokens, st.lists(tokens, max_size=40))
def test_every_row_fits_and_every_token_is_owned_in_order(
    question: list[int], title: list[int], sentences: list[list[int]]
) -> None:
    made = row(question, title, sentences)
    assert len(made.tokens) == len(made.owner) <= ROW
    assert made.sentences <= len(sentences)
    owners = [owner for owner in made.owner if owner != NOBODY]
    assert owners == sorted(owners)
    assert set(owners) - {0} == set(range(1, made.sentences + 1))
    if made.sentences < len(sentences):
        left_out = sentences[made.sentences][:96]
        assert len(made.tokens) + len(left_out) + 1 > ROW


@given(st.lists(st.lists(st.text("ab .", min_size=1, max_size=9), max_size=5), max_size=4))
def test_every_passage_has_its_row(several: list[list[str]]) -> None:
    passages = [Passage("T", tuple(some), ("",) * len(some)) for some in several]
    made = rows("why?", passages, letters)
    assert [one.sentences for one in made] == [len(some) for some in several]
