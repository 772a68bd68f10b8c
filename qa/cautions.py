"""What a reader of an answer must know of the articles it cites, beside the answer: that one is
retracted is in its card, which may be out of view."""

from collections import defaultdict
from collections.abc import Iterator

from index.article import CONCERN, RETRACTED, RETRACTION_NOTICE
from prompts import load
from qa.answer import Answer
from qa.marks import marks
from qa.others import others_cited

# An erratum alone seldom touches what is cited.
_GRAVE = {RETRACTED: "retracted", RETRACTION_NOTICE: "retraction", CONCERN: "concern"}


def cautions(answer: Answer) -> Iterator[str]:
    """A notice for each grave standing of what is cited, and for citations about others than those
    asked about."""
    words = load("extractive")
    numbers = defaultdict[str, list[int]](list)
    for citation in answer.citations:
        numbers[citation.status or ""].append(citation.number)
    for status, text in _GRAVE.items():
        if cited := numbers.get(status):
            yield words.render(text, cited=marks(cited))
    yield from others_cited(answer)
