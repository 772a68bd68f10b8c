"""Questions that the store can answer, of several shapes, made from its titles and tried first."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from operator import itemgetter
from threading import Lock

from index.article import Article
from index.errors import AbstractQAError
from qa.library import Library
from qa.page.titles import SHAPES, asked

COUNT = 3
# Articles looked at, and titles tried, before it is let be.
_LOOKED, _TRIED = 200, 12


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
        """One of each shape, then another of each, from all over the store."""
        articles = list(islice(self.library.store.catalogue, _LOOKED))
        made = [(one, asked(one.title)) for one in articles if one.abstract and not one.statuses]
        fit = [(one, question) for one, question in made if question]
        step = max(1, len(fit) // _TRIED)
        spread = [fit[at] for start in range(step) for at in range(start, len(fit), step)]
        seen: Counter[str] = Counter()
        ranked = []
        for article, one in spread:
            ranked.append((seen[one.shape], SHAPES.index(one.shape), article, one.question))
            seen[one.shape] += 1
        return (
            (article, question) for *_, article, question in sorted(ranked, key=itemgetter(0, 1))
        )
