"""Answers, articles and reports as plain text for a terminal.

Text of abstracts is data: control characters in it, which a terminal would obey, are shown as
replacement characters.
"""

import json
import textwrap
import unicodedata
from typing import Any

from index.article import Article, heading
from index.build import IndexReport
from index.records import Failure, Skipped
from index.stats import Stats
from index.verify import Verification
from prompts import load
from qa.answer import Answer, Citation, FoundArticle, SearchResult, Statement, Support, Usage
from qa.form import form_of
from qa.links import article_url
from qa.marks import marked

_WIDTH = 96
# Control, format (direction among them) and surrogate characters; line and paragraph separators.
_UNSAFE = ("Cc", "Cf", "Cs", "Zl", "Zp")


def safe(text: str) -> str:
    """The text with every character of `_UNSAFE` made visible."""
    return "".join("\ufffd" if unicodedata.category(c) in _UNSAFE else c for c in text)


def as_json(value: Any) -> str:
    """JSON, its letters readable; what a terminal would obey is escaped, so nothing is lost."""
    text = json.dumps(value, ensure_ascii=False, indent=2)
    return "".join(
        json.dumps(c)[1:-1] if c != "\n" and unicodedata.category(c) in _UNSAFE else c for c in text
    )


def as_json_line(value: Any) -> str:
    """The same on one line."""
    return "".join(
        json.dumps(c)[1:-1] if unicodedata.category(c) in _UNSAFE else c
        for c in json.dumps(value, ensure_ascii=False)
    )


def answer(found: Answer) -> str:
    """The answer with its marks, what is to be known of it, then the cited sentences."""
    blocks = [_wrap(found.answer)]
    if any(one.reasons or one.against for one in found.statements):
        # Something does not hold: each statement has its own lines, so that it is seen.
        blocks = [statement(one) for one in found.statements]
    return "\n\n".join((*blocks, below(found)))


def below(found: Answer) -> str:
    """What stands under the statements: the question that was meant, verdict, cited sentences."""
    blocks = [notice(text) for text in found.notices]
    if found.asked:
        blocks.append(_wrap(f"Asked as: {found.question}"))
    if found.verdict:
        blocks.append(f"Verdict (the model's own): {found.verdict}")
    blocks += [_citation(citation) for citation in found.citations]
    if found.usage and found.usage.tokens_in is not None:
        blocks.append(_usage(found.usage))
    blocks.append(load("extractive").render("notice"))
    return "\n\n".join(blocks)


def statement(one: Statement) -> str:
    """One statement with its marks; under it why it is not held for supported."""
    lines = [_wrap(marked(one))]
    lines += [_wrap(f"- {reason}", "    ", "      ") for reason in one.reasons]
    return "\n".join(lines)


def notice(text: str) -> str:
    """Something to be known of how the answer was made."""
    return _wrap(f"Note: {text}")


def support(text: str, found: Support) -> str:
    """A statement that was checked: its class, and why it is no better."""
    lines = [_wrap(f"{found.grade:<12} {text}", hang=" " * 13)]
    lines += [_wrap(f"- {reason}", " " * 13, " " * 15) for reason in found.reasons]
    return "\n".join(lines)


def _usage(used: Usage) -> str:
    cost = f", cost {used.cost:g}" if used.cost is not None else ""
    return f"{used.tokens_in} tokens read, {used.tokens_out} written{cost}"


def search(result: SearchResult) -> str:
    """Ranked articles, each with its best sentences, or the reason why there are none."""
    if not result.hits:
        return _wrap(result.reason or "")
    return "\n\n".join(_hit(rank, hit) for rank, hit in enumerate(result.hits, start=1))


def article(found: Article) -> str:
    """One article, its sentences numbered as citations number them (from 0)."""
    record = found.record
    where = "; ".join(f"{o.path} ({o.record})" for o in found.origins)
    lines = [
        safe(found.title),
        _line(found, f"{record.journal} {record.published}".strip(), found.status),
        ", ".join(safe(author.display) for author in record.authors),
        "; ".join(safe(term.descriptor) for term in record.mesh),
        article_url(found.pmid, found.doi, record.pmcid) or "",
        "; ".join(filter(None, (found.doi and f"doi: {safe(found.doi)}", record.pmcid))),
        "; ".join(safe(name) for name in record.publication_types),
        *(safe(f"{n.kind}: {n.reference} {n.pmid or ''}".strip()) for n in record.notices),
        f"from {safe(where)}",
    ]
    lines = [line for line in lines if line] + [""]
    section = None
    for sentence in found.sentences:
        if sentence.section != section:
            section = sentence.section
            lines.append(f"  {safe(found.section(sentence).label or '(no label)')}")
        text = f"{sentence.index:>4}  {safe(found.text(sentence))}"
        if not found.section(sentence).category:
            text += f"  ({form_of(found, sentence).category.lower()}, inferred)"
        lines.append(_wrap(text, hang="      "))
    if not found.sentences:
        lines.append("  (no abstract)")
    return "\n".join(lines)


def report(done: IndexReport) -> str:
    """What an indexing run did, with the records that were skipped or failed."""
    lines = [f"failed: {place(f)}" for f in done.failed]
    if done.more_failed:
        lines.append(f"failed: {done.more_failed} more")
    lines += [f"skipped: {place(s)}" for s in done.skipped]
    if done.more_skipped:
        lines.append(f"skipped: {done.more_skipped} more")
    if done.deletions:
        lines.append(f"withdrawn by their source, still stored: PMID {', '.join(done.deletions)}")
    skipped = len(done.skipped) + done.more_skipped
    failed = len(done.failed) + done.more_failed
    lines.append(
        f"{done.read} records read: {done.added} added, {done.updated} updated, "
        f"{done.unchanged} unchanged; {skipped} skipped, {failed} failed; "
        f"{done.seconds:.1f} s"
    )
    return "\n".join(map(safe, lines))


def stats(counts: Stats) -> str:
    """The counts, one a line."""
    rows = {
        "articles": f"{counts.articles} ({counts.abstracts} with an abstract)",
        "sentences": str(counts.sentences),
        "years": "–".join(map(str, counts.years)) if counts.years else "unknown",
        "formats": ", ".join(f"{n} {c}" for n, c in counts.formats.items()) or "none",
        "status": ", ".join(f"{n} {c}" for n, c in counts.statuses.items()) or "nothing reported",
        "embedder": f"{counts.embedder} ({counts.dimensions} dimensions)",
        "waiting": f"{counts.pending} articles wait for their vectors" if counts.pending else "",
    }
    return "\n".join(f"{name:<10} {value}" for name, value in rows.items() if value)


def verification(checked: Verification) -> str:
    """Every problem found, and a last line that counts what was checked."""
    verdict = f"{len(checked.problems)} problems" if checked.problems else "nothing wrong"
    return "\n".join(
        (
            *map(safe, checked.problems),
            f"{checked.articles} articles, {checked.sentences} sentences, "
            f"{checked.vectors} vectors checked: {verdict}",
        )
    )


def _citation(cited: Citation) -> str:
    section = (
        safe(cited.section) if cited.section else f"{(cited.category or '').lower()}, inferred"
    )
    return "\n".join(
        (
            f"[{cited.number}] {_head(cited)}",
            _wrap(safe(cited.title), "    ", "    "),
            f"    sentence {cited.sentence} ({section}), characters {cited.start}-{cited.end}",
            f"    {cited.url}" if cited.url else "    (no public identifier)",
        )
    )


def _hit(rank: int, hit: FoundArticle) -> str:
    lines = [f"{rank}. {safe(hit.title)}", f"   {hit.score:.3f}  {_head(hit)}"]
    lines += [_wrap(f"   {s.sentence:>3}  {safe(s.text)}", hang="        ") for s in hit.sentences]
    return "\n".join(lines)


def _head(found: Citation | FoundArticle) -> str:
    return _line(found, f"{found.journal} {found.year or ''}".strip(), found.status)


def _line(found: Citation | FoundArticle | Article, where: str, status: str | None) -> str:
    return safe(heading(found.key, found.pmid, where, status))


def place(event: Failure | Skipped) -> str:
    """Where it was and why; a reason about a whole file names the file itself."""
    return f"{event.path}, {event.record}: {event.reason}" if event.record else event.reason


def _wrap(text: str, first: str = "", hang: str = "") -> str:
    return textwrap.fill(
        safe(text),
        _WIDTH,
        initial_indent=first,
        subsequent_indent=hang,
        break_on_hyphens=False,
        break_long_words=False,
    )
