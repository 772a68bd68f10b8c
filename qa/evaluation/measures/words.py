"""Texts as the measures compare them: lower-case words and numbers, nothing else."""

import re

# A decimal number is one word, and so is a name with hyphens: "0.05", "covid-19".
_WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W_]+(?:[-'’][^\W_]+)*")
# Words that carry no content of their own: they say nothing about what a text covers.
_FUNCTION = frozenset(
    "a an the of in on at by for to from with without and or as is are was were be been being it "
    "its this that these those which who whom whose than then there their they we our he she his "
    "her i you your have has had do does did can could may might will would should into about "
    "between among after before during both each such also other more most".split()
)


def words(text: str) -> list[str]:
    """The words of a text in order, lower case."""
    return _WORD.findall(text.lower())


def content_words(text: str) -> list[str]:
    """The words that carry content, "no" and "not" among them."""
    return [word for word in words(text) if word not in _FUNCTION]
