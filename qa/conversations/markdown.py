"""A conversation as Markdown, to be read as it stands and by any program that renders it."""

from collections.abc import Iterator
from datetime import UTC, datetime
from urllib.parse import quote

from prompts import load
from qa.answer import Answer, Citation, Statement
from qa.citing import DEFAULT_STYLE, cite
from qa.conversations.contract import Conversation, Exchange, State
from qa.conversations.escaping import escaped
from qa.marks import marked, marks

_words = load("conversations")


def to_markdown(conversation: Conversation, style: str = DEFAULT_STYLE) -> str:
    """Questions, statements with their marks and class, the cited sentences under references in
    this style. Raises SettingsError for a style that is not known."""
    blocks = [f"# {escaped(conversation.title or _words.render('untitled'))}"]
    begun, exported = moment(conversation.created), moment(datetime.now(UTC))
    blocks.append(_words.render("begun", begun=begun, exported=exported))
    for exchange in conversation.exchanges:
        blocks.append(f"## {escaped(exchange.question)}")
        blocks += (
            _answered(exchange.answer, style) if exchange.answer else _broken_off(exchange, style)
        )
        blocks.append(f"*{escaped(made(exchange))}*")
    blocks.append(f"*{load('extractive').render('notice')}*")
    return "\n\n".join(blocks) + "\n"


def moment(time: datetime) -> str:
    """A time for people."""
    return time.astimezone(UTC).strftime("%Y-%m-%d %H:%M UTC")


def made(exchange: Exchange) -> str:
    """When it was asked, and how the answer was made."""
    asked = moment(exchange.asked_at)
    fingerprint = exchange.answer and exchange.answer.settings.get("fingerprint")
    if not fingerprint:
        return _words.render("made_unknown", asked=asked)
    return _words.render("made", asked=asked, fingerprint=fingerprint)


def what_became(exchange: Exchange) -> str:
    """Why there is no answer."""
    if exchange.state is State.FAILED:
        return _words.render("failed", error=exchange.error)
    return _words.render(exchange.state)


def _broken_off(exchange: Exchange, style: str) -> Iterator[str]:
    yield escaped(what_became(exchange))
    if exchange.partial:
        yield _words.render("said")
        yield from _answered(exchange.partial, style)
    elif exchange.said:
        yield f"{_words.render('said')} {escaped(exchange.said)}"


def _answered(answer: Answer, style: str) -> Iterator[str]:
    if answer.asked:
        yield f"{_words.render('meant')} {escaped(answer.question)}"
    if answer.verdict:
        yield _words.render("verdict", verdict=answer.verdict)
    yield from (f"{_words.render('note')} {escaped(notice)}" for notice in answer.notices)
    if answer.statements:
        yield "\n".join(line for one in answer.statements for line in _statement(one))
    else:
        yield escaped(answer.answer)
    if answer.citations:
        yield f"### {_words.render('evidence')}"
        yield from _evidence(answer, style)


def _statement(one: Statement) -> Iterator[str]:
    yield f"- {escaped(marked(one))} – *{_words.render(one.support)}*"
    yield from (f"  - {escaped(reason)}" for reason in one.reasons)


def _evidence(answer: Answer, style: str) -> Iterator[str]:
    """Each cited article with the sentences cited from it, in order of first use."""
    printed = dict(
        zip((one.key for one in answer.references), cite(answer.references, style), strict=True)
    )
    for key in dict.fromkeys(one.key for one in answer.citations):
        cited = [one for one in answer.citations if one.key == key]
        numbers = escaped(marks(one.number for one in cited))
        # An answer of an older program has no references.
        yield f"**{numbers}** {escaped(printed.get(key) or _short(cited[0]))}"
        yield "\n>\n".join(f"> {_quoted(one)}" for one in cited)


def _quoted(one: Citation) -> str:
    where = one.section or (one.category or "").lower()
    place = f" ({escaped(where)})" if where else ""
    link = f" [↗](<{quote(one.url, safe=_URL)}>)" if one.url else ""
    return f"{escaped(f'[{one.number}]')} “{escaped(one.text)}”{place}{link}"


# What an address has of its own; all else in it is written in percent.
_URL = ":/?#@!$&'()*+,;=%~-._"


def _short(one: Citation) -> str:
    parts = (one.title, one.journal, str(one.year or ""), f"PMID: {one.pmid}" if one.pmid else "")
    return ". ".join(part.rstrip(".") for part in parts if part)
