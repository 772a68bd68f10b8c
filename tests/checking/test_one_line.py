"""Text on one line: the same for what is checked, what a model is shown and what it writes."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from qa.characters import one_line
from qa.checking.checker import plain
from qa.llm.brief import quoted
from qa.llm.drafted import Drafted

BROKEN = "Pain\u202e\tfe\u200bll\x1b[2J\u2028by\u00a0 3.2."


@given(st.text())
def test_nothing_unseen_is_left(text: str) -> None:
    line = one_line(text)
    assert {unicodedata.category(c) for c in line} <= _SEEN
    assert "  " not in line
    assert one_line(line) == line


_SEEN = {a + b for a in "LMNPS" for b in "ultmodncespfik"} | {"Zs"}


def test_what_is_invisible_in_a_word_does_not_part_it() -> None:
    assert one_line(BROKEN) == "Pain fell [2J by 3.2."
    assert plain(BROKEN) == quoted(BROKEN) == one_line(BROKEN)
    assert Drafted(text=BROKEN, sentences=(1,)).text == one_line(BROKEN)
