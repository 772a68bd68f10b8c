"""Answers as HTML fragments: for a notebook, the page and exported conversations.

No script, no request, nothing of the data as markup. `CSS` is to stand on the page once;
`answer_html` brings it along. Ids begin with the caller's `prefix`: `{prefix}-c2` is the cited
sentence 2 in its abstract, `{prefix}-m2` the first mark [2] of the answer, `{prefix}-a1` a card.
"""

from qa.showing.fragments import (
    CSS,
    answer_html,
    evidence_html,
    found_card_html,
    notes_html,
    refusal_html,
    statements_html,
)
from qa.showing.overview import article_html, report_html, search_html, stats_html, table_html

__all__ = [
    "CSS",
    "answer_html",
    "article_html",
    "evidence_html",
    "found_card_html",
    "notes_html",
    "refusal_html",
    "report_html",
    "search_html",
    "statements_html",
    "stats_html",
    "table_html",
]
