"""Findings, articles, counts and reports, each standing alone with its style."""

from collections.abc import Sequence

from index.article import Article
from index.build import IndexReport
from index.stats import Stats
from qa.answer import FoundArticle, SearchResult
from qa.references import reference
from qa.showing import fragments
from qa.showing.text import line

Rows = Sequence[tuple[str, str]]
# What a report lists one by one; the rest is counted.
_LISTED = 50


def search_html(result: SearchResult) -> str:
    """Ranked articles with their best sentences, or the reason why there are none."""
    return fragments.fill(
        "found",
        css=fragments.style_sheet(),
        query=line(result.query),
        reason=line(result.reason or ""),
        hits=[(fragments.closest_of(hit), _sentences(hit)) for hit in result.hits],
    )


def article_html(article: Article, prefix: str) -> str:
    """An article as a card, its whole abstract by sections."""
    return fragments.alone(fragments.evidence_html((reference(article),), (), prefix))


def stats_html(counts: Stats) -> str:
    """What is in a store, counted."""
    rows = [
        ("articles", f"{counts.articles:,} ({counts.abstracts:,} with an abstract)"),
        ("sentences", f"{counts.sentences:,}"),
        ("years", "–".join(map(str, counts.years)) if counts.years else "unknown"),
        ("formats", _counted(counts.formats) or "none"),
        ("status", _counted(counts.statuses) or "nothing reported"),
        ("embedder", f"{counts.embedder} ({counts.dimensions} dimensions)"),
    ]
    if counts.pending:
        rows.append(("waiting", f"{counts.pending:,} articles wait for their vectors"))
    return table_html("In the store", rows)


def report_html(done: IndexReport) -> str:
    """What an indexing run did, with what was skipped or failed."""
    rows = [
        ("read", f"{done.read:,} records in {done.seconds:.1f} s"),
        ("added", f"{done.added:,}"),
        ("updated", f"{done.updated:,}"),
        ("unchanged", f"{done.unchanged:,}"),
    ]
    for what, events, unnamed in (
        ("failed", done.failed, done.more_failed),
        ("skipped", done.skipped, done.more_skipped),
    ):
        for event in events[:_LISTED]:
            place = f"{event.path}, {event.record}: " if event.record else ""
            rows.append((what, f"{place}{event.reason}"))
        more = max(0, len(events) - _LISTED) + unnamed
        if more:
            rows.append((what, f"and {more:,} more"))
    if done.deletions:
        withdrawn = f"PMID {', '.join(done.deletions)}, still stored"
        rows.append(("withdrawn by their source", withdrawn))
    return table_html("Indexed", rows)


def table_html(title: str, rows: Rows) -> str:
    """Names and what there is to say of each."""
    return fragments.fill(
        "table",
        css=fragments.style_sheet(),
        title=line(title),
        rows=[(line(name), line(value)) for name, value in rows],
    )


def _sentences(hit: FoundArticle) -> list[tuple[str, str]]:
    return [(line(one.section or one.category or ""), line(one.text)) for one in hit.sentences]


def _counted(counts: dict[str, int]) -> str:
    return ", ".join(f"{name} {number:,}" for name, number in counts.items())
