"""The conversation and its evidence as HTML, every text in it escaped."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from markupsafe import Markup

from qa.answer import Answer
from qa.citing import FORMS, cite
from qa.conversations.contract import State
from qa.marks import marked, marks
from qa.page.shown import Shown
from qa.page.words import say
from qa.showing import evidence_html, notes_html, refusal_html, statements_html
from qa.templating import template

# Exchanges whose HTML is kept: an answer that grows must not draw all those before it each time.
_KEPT = 256
WHOLE_FORMS = ("markdown", "html")


@dataclass(frozen=True, slots=True)
class _Drawn:
    """An exchange, ready for the template."""

    number: int
    prefix: str
    question: str
    state: str
    options: str
    notes: Markup
    body: Markup
    said: str
    note: str
    cites: bool
    copy: str


@dataclass(frozen=True, slots=True)
class _Cards:
    prefix: str
    question: str
    cards: Markup | None


def talk_html(exchanges: Sequence[Shown], conversation: str | None, style: str) -> str:
    """The conversation, by its id: empty for a new one, None before it is known which it is.

    Copied answers have their references in this style.
    """
    return fill(
        "talk",
        exchanges=[_drawn(number, one, style) for number, one in enumerate(exchanges)],
        conversation=conversation,
        style=style,
        forms=FORMS,
        whole_forms=WHOLE_FORMS,
    )


def hints_html(examples: Sequence[str], empty: bool) -> str:
    """What can be asked, before the first question; `empty`: there is nothing in the store."""
    return fill("hints", examples=examples, empty=empty)


def evidence_pane_html(exchanges: Sequence[Shown], style: str) -> str:
    """The cards of every answer that cites, and where the last one cites nothing, that it does
    not; the last one's are seen until others are chosen."""
    sets = [_cards(number, one, style) for number, one in enumerate(exchanges) if _cites(one)]
    last = exchanges[-1] if exchanges else None
    if last and not _cites(last) and last.state is not State.ASKING:
        sets.append(_Cards(prefix_of(len(exchanges) - 1), last.question, None))
    return fill("evidence", sets=sets)


def prefix_of(number: int) -> str:
    """What the ids of an exchange's parts begin with."""
    return f"x{number}"


def fill(name: str, **values: object) -> str:
    """A template of this folder, filled in."""
    return template("qa.page", f"{name}.html.jinja").render({**values, "say": say})


def copied(answer: Answer, style: str) -> str:
    """The answer as it is copied: its statements with their numbers, then what these name."""
    text = "\n".join(marked(statement) for statement in answer.statements)
    return "\n".join([text, "", *_numbered(answer, style)])


def _numbered(answer: Answer, style: str) -> list[str]:
    printed = cite(answer.references, style)
    return [
        f"{marks(c.number for c in answer.citations if c.key == one.key)} {text}"
        for one, text in zip(answer.references, printed, strict=True)
    ]


@lru_cache(_KEPT)
def _cards(number: int, one: Shown, style: str) -> _Cards:
    prefix, answer = prefix_of(number), one.answer
    made = evidence_html(answer.references, answer.citations, prefix, style=style) if answer else ""
    return _Cards(prefix, one.question, _made(made))


@lru_cache(_KEPT)
def _drawn(number: int, one: Shown, style: str) -> _Drawn:
    answer, prefix = one.answer, prefix_of(number)
    done = one.state is not State.ASKING
    cites = _cites(one)
    return _Drawn(
        number=number,
        prefix=prefix,
        question=one.question,
        state=one.state.value,
        options=one.options,
        notes=_made(notes_html(answer) if answer else ""),
        body=_made(_body(answer, prefix) if answer else ""),
        said=one.said,
        note=one.note,
        cites=cites and done,
        copy=copied(answer, style) if answer and cites and done else "",
    )


def _cites(one: Shown) -> bool:
    return bool(one.answer and one.answer.citations)


def _body(answer: Answer, prefix: str) -> str:
    return refusal_html(answer) if answer.refused else statements_html(answer.statements, prefix)


def _made(html: str) -> Markup:
    return Markup(html)  # noqa: S704  (made by templates that escape)
