"""How answers, findings, articles and reports show themselves in a notebook."""

import sys
from collections.abc import Callable, Mapping
from hashlib import sha256
from itertools import count
from typing import TYPE_CHECKING, Any

from qa import showing
from qa.answer import Answer, SearchResult

if TYPE_CHECKING:
    from index.article import Article
    from index.build import IndexReport
    from index.stats import Stats
    from qa.notebook.many import Answers

# Rows of many answers that are shown.
_LISTED = 50
_outputs = count(1)


def answer(found: Answer) -> str:
    """An answer with its evidence; each time it is shown its ids are others."""
    return showing.answer_html(found, _prefix(repr(found)))


def search(result: SearchResult) -> str:
    """Ranked articles, each with its best sentences."""
    return showing.search_html(result)


def answers(several: "Answers") -> str:
    """A row for each question: what was answered, or what went wrong."""
    rows = [
        (row.question, row.answer.answer if row.answer else f"Error: {row.error}")
        for row in several.rows[:_LISTED]
    ]
    if len(several) > _LISTED:
        rows.append((f"and {len(several) - _LISTED:,} more", "See to_frame()"))
    return showing.table_html(repr(several).strip("<>"), rows)


def article(found: "Article") -> str:
    """An article with its whole abstract."""
    return showing.article_html(found, _prefix(found.key))


def stats(counts: "Stats") -> str:
    """What is in a store."""
    return showing.stats_html(counts)


def report(done: "IndexReport") -> str:
    """What an indexing run did."""
    return showing.report_html(done)


_SHOWN: Mapping[tuple[str, str], Callable[[Any], str]] = {
    ("index.article", "Article"): article,
    ("index.stats", "Stats"): stats,
    ("index.build", "IndexReport"): report,
}


def register() -> bool:
    """Teach the running IPython to show what the index gives back, which knows nothing of HTML.

    Returns whether there is one.
    """
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython else None
    if shell is None:
        return False
    formatter = shell.display_formatter.formatters["text/html"]
    for (module, name), show in _SHOWN.items():
        formatter.for_type_by_name(module, name, show)
    return True


def _prefix(of: str) -> str:
    """Begins the ids of one output: the same thing shown twice on a page has two."""
    digest = sha256(of.encode("utf-8", "replace")).hexdigest()[:10]
    return f"aqa-{digest}-{next(_outputs)}"
