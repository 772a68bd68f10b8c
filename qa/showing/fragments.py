"""Answers and articles as HTML fragments; every text is put in by a template that escapes it."""

from collections.abc import Sequence

from markupsafe import Markup

from prompts import load
from qa.answer import Answer, Citation, FoundArticle, Reference, Statement
from qa.marks import marks
from qa.showing import cards, said
from qa.showing.text import line
from qa.templating import template, text

CSS = text("qa.showing", "showing.css")


def statements_html(statements: Sequence[Statement], prefix: str, *, links: bool = False) -> str:
    """Statements with their marks, and what does not hold of them.

    `prefix` begins every id, so that several answers share a page. Marks are buttons for a page's
    script, or with `links` links that need none.
    """
    shown = said.shown(statements)
    return fill("statements", statements=shown, prefix=prefix, as_links=links)


def evidence_html(
    references: Sequence[Reference],
    citations: Sequence[Citation],
    prefix: str,
    *,
    style: str | None = None,
    links: bool = False,
) -> str:
    """A card for each cited article: its whole abstract, every cited sentence numbered in it.

    With a `style` each card ends with the article's reference in print.
    """
    made = cards.cards(references, citations, _printed(references, style))
    return fill("evidence", cards=made, prefix=prefix, as_links=links)


def found_card_html(
    reference: Reference, prefix: str, *, style: str, best: tuple[int, int] | None = None
) -> str:
    """A card as `evidence_html` makes them, for an article that is found and not cited: without a
    number the sentence at the offsets `best` is marked in its abstract."""
    [printed] = _printed((reference,), style)
    card = cards.found_card(reference, printed, best)
    return fill("evidence", cards=(card,), prefix=prefix, as_links=False)


def notes_html(answer: Answer) -> str:
    """What must be known of an answer: the question that was meant, the verdict, notices."""
    return fill(
        "notes",
        meant=line(answer.question) if answer.asked else "",
        verdict=answer.verdict.value if answer.verdict else "",
        notices=[line(notice) for notice in answer.notices],
    )


def refusal_html(answer: Answer) -> str:
    """Why there is no answer, and the articles that came closest."""
    closest = [closest_of(found) for found in answer.articles[:3]]
    return fill("refusal", reason=line(answer.reason or answer.answer), closest=closest)


def answer_html(
    answer: Answer,
    prefix: str,
    *,
    style: str | None = "vancouver",
    links: bool = True,
    css: bool = True,
) -> str:
    """All of an answer, standing alone: with `css` its style too, to be left out where a page has
    it already."""
    body = (
        Markup(refusal_html(answer))  # noqa: S704  (made by a template that escapes)
        if answer.refused
        else Markup(statements_html(answer.statements, prefix, links=links))  # noqa: S704
    )
    evidence = evidence_html(answer.references, answer.citations, prefix, links=links)
    return fill(
        "answer",
        css=style_sheet() if css else "",
        question=line(answer.asked or answer.question),
        notes=Markup(notes_html(answer)),  # noqa: S704
        body=body,
        evidence=Markup(evidence) if answer.citations else "",  # noqa: S704
        references=_numbered(answer, style),
        disclaimer=load("extractive").render("notice"),
    )


def alone(fragment: str) -> str:
    """A fragment of ours with its style."""
    return fill("alone", css=style_sheet(), body=Markup(fragment))  # noqa: S704


def style_sheet() -> Markup:
    """The style as it can stand in a template; it is ours, with no data in it."""
    return Markup(CSS)  # noqa: S704


def closest_of(found: FoundArticle) -> dict[str, object]:
    """A found article in print."""
    return {
        "title": line(found.title) or line(found.key),
        "source": cards.source(found.journal, found.year),
        "badges": cards.found_badges(found),
        "links": tuple(cards.links(found.pmid, found.doi)),
        "score": f"{found.score:.2f}",
    }


def fill(name: str, **values: object) -> str:
    """One of the templates here, filled in; what is no Markup is escaped."""
    return template("qa.showing", f"{name}.html.jinja").render(values)


def _numbered(answer: Answer, style: str | None) -> list[tuple[str, str]]:
    """Each reference in print, after the numbers of its cited sentences: `[1][3]`."""
    numbers: dict[str, list[int]] = {}
    for cited in answer.citations:
        numbers.setdefault(cited.key, []).append(cited.number)
    # None are printed without a style.
    pairs = zip(answer.references, _printed(answer.references, style), strict=False)
    return [(marks(numbers.get(one.key, ())), line(printed)) for one, printed in pairs]


def _printed(references: Sequence[Reference], style: str | None) -> tuple[str, ...]:
    if style is None or not references:
        return ()
    from qa.citing import cite  # noqa: PLC0415  (loaded when a reference is printed)

    return cite(references, style)
