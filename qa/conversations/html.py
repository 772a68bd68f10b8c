"""A conversation as an HTML file that asks for nothing else and runs nothing."""

from datetime import UTC, datetime

from markupsafe import Markup

from prompts import load
from qa.citing import DEFAULT_STYLE
from qa.conversations.contract import Conversation, Exchange
from qa.conversations.markdown import made, moment, what_became
from qa.showing import CSS, answer_html
from qa.showing.text import held, line
from qa.templating import template

_words = load("conversations")


def to_html(conversation: Conversation, style: str = DEFAULT_STYLE) -> str:
    """The same as `to_markdown`, with every cited sentence marked in its whole abstract."""
    return template("qa.conversations", "conversation.html.jinja").render(
        title=line(conversation.title or _words.render("untitled")),
        begun=_words.render(
            "begun", begun=moment(conversation.created), exported=moment(datetime.now(UTC))
        ),
        exchanges=[_shown(one, style) for one in conversation.exchanges],
        said=_words.render("said"),
        css=Markup(CSS),  # noqa: S704  (ours, with no data in it)
        notice=load("extractive").render("notice"),
    )


def _shown(one: Exchange, style: str) -> dict[str, object]:
    prefix = f"q{one.number + 1}"
    answer = answer_html(one.known, prefix, style=style, css=False) if one.known else ""
    return {
        "number": one.number + 1,
        "question": held(one.question),
        "answer": Markup(answer),  # noqa: S704  (made by a template that escapes)
        "became": "" if one.answer else line(what_became(one)),
        "said": "" if one.partial else line(one.said),
        "made": line(made(one)),
    }
