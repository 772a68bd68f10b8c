"""Questions that the store can answer, made from the titles in it and tried first."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from threading import Lock

from index.article import Article
from index.errors import AbstractQAError
from qa.library import Library
from qa.page.words import say

COUNT = 3
# Articles looked at, and titles tried, before it is let be.
_LOOKED, _TRIED = 200, 12
_LONGEST = 110
# "Effects of x on y", "Efficacy and safety of x", "The role of x": what is asked about.
_SUBJECT = re.compile(
    r"^(?:the )?(?:(?:effect|efficacy|safety|role|impact|use|effectiveness|association)s?"
    r"(?: and )?)+\b",
    re.IGNORECASE,
)
# A title that is a sentence ("Tea lowers …") names a finding, not what one asks about.
_SENTENCE = re.compile(
    r"\b(?:is|are|was|were|does|do|did|has|have|can|may|might|must|should|will|(?:associat|attenuat|caus|"
    r"decreas|enhanc|improv|increas|induc|influenc|mediat|modulat|preserv|produc|promot|rais|reduc|"
    r"regulat|reveal|suppress|reach)es|affects|alters|blocks|delays|drives|inhibits|lowers|predicts|"
    r"prevents|prolongs|protects|reverses|reveals|shortens|shows|slows)\b",
    re.IGNORECASE,
)
# Cut off within a name ("… of uropathogenic E. coli"), or within quotation marks.
_CUT = re.compile(r"\b[A-Z]$|^[^\"]*\"[^\"]*$|“[^”]*$")


@dataclass
class Examples:
    """Found once, and again when the number of articles has changed."""

    library: Library
    _size: int = -1
    _found: tuple[str, ...] = ()
    _lock: Lock = field(default_factory=Lock)

    def find(self) -> tuple[str, ...]:
        """A few questions, each answered from the very article that it was made from."""
        with self._lock:
            size = len(self.library.store.catalogue)
            if size != self._size:
                self._found, self._size = tuple(islice(self._answerable(), COUNT)), size
            return self._found

    def _answerable(self) -> Iterator[str]:
        library = self.library.using(llm=None, articles=5)
        for article, question in islice(self._candidates(), _TRIED):
            try:
                answer = library.ask(question)
            except AbstractQAError:
                # A question that cannot be asked is no example.
                continue
            if article.key in {citation.key for citation in answer.citations}:
                yield question

    def _candidates(self) -> Iterator[tuple[Article, str]]:
        """Titles that are questions first, since nobody asks better than their authors."""
        articles = list(islice(self.library.store.catalogue, _LOOKED))
        made = [(one, asked(one.title)) for one in articles if one.abstract and not one.statuses]
        fit = [(one, question) for one, question in made if question]
        step = max(1, len(fit) // _TRIED)
        spread = [fit[at] for start in range(step) for at in range(start, len(fit), step)]
        return iter(sorted(spread, key=lambda pair: not pair[0].title.rstrip(" ]").endswith("?")))


def asked(title: str) -> str:
    """A title as a question; empty where none can be made of it."""
    plain = " ".join(title.strip(" [].").split())
    if title.rstrip(" ].").endswith("?"):
        question = plain.rsplit(": ", 1)[-1]
        return question if len(question) <= _LONGEST else ""
    subject = re.split(r"[:.;?] ", f"{plain} ")[0].strip(" .")
    if not subject or len(subject) > _LONGEST or not subject.isprintable():
        return ""
    if _SENTENCE.search(subject) or _CUT.search(subject):
        return ""
    named = "example_the" if _SUBJECT.match(subject) else "example"
    return say(named, subject=_lowered(subject))


def _lowered(subject: str) -> str:
    """Without the capital of a sentence's first word; names of more than one keep theirs."""
    subject = re.sub(r"^the ", "", subject, flags=re.IGNORECASE)
    first = subject.split()[0]
    return subject[0].lower() + subject[1:] if first[1:].islower() or len(first) == 1 else subject
