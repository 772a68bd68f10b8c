"""Citations numbered 1, 2, 3 in order of first use, as the answer's statements come."""

from collections.abc import Sequence

from index.article import Article
from qa.answer import Citation, Reference, Statement
from qa.evidence import Evidence
from qa.extract import cite
from qa.llm.grading import Graded
from qa.references import of_citations, referred


class Numbering:
    """Every sentence named so far, once; `citations` in order."""

    def __init__(self) -> None:
        self._numbers: dict[tuple[str, int], int] = {}
        self._citations: list[Citation] = []
        self._articles: list[Article] = []

    @property
    def citations(self) -> tuple[Citation, ...]:
        """All of them, the number n at n - 1."""
        return tuple(self._citations)

    @property
    def references(self) -> tuple[Reference, ...]:
        """The articles of all of them."""
        return referred(self._articles)

    def statement(self, graded: Graded) -> Statement:
        """The statement with the numbers of what it names."""
        return Statement(
            text=graded.text,
            citations=self._of(graded.cited),
            support=graded.support.grade,
            reasons=graded.support.reasons,
            uncovered=graded.support.uncovered,
            fault=graded.fault,
            instead=self._of(graded.instead),
            against=self._of(graded.against),
        )

    def named(self, statement: Statement) -> tuple[tuple[Citation, ...], tuple[Reference, ...]]:
        """The citations that a statement names, each once, and the articles of these."""
        cited = tuple(self._citations[n - 1] for n in dict.fromkeys(statement.numbers))
        return cited, of_citations(cited, self.references)

    def _of(self, sentences: Sequence[Evidence]) -> tuple[int, ...]:
        return tuple(self._number(one) for one in sentences)

    def _number(self, one: Evidence) -> int:
        place = (one.article.key, one.sentence.index)
        if place not in self._numbers:
            self._numbers[place] = len(self._citations) + 1
            self._citations.append(cite(self._numbers[place], one))
            self._articles.append(one.article)
        return self._numbers[place]
