"""Conversations that outlive a reload and a restart, and leave as Markdown and HTML.

conversations = Conversations("conversations.sqlite")
kept = conversations.create("jane")
exchange = conversations.append("jane", kept.id, "Does lumetripant prevent migraine?")
conversations.settle("jane", kept.id, exchange.number, library.ask(exchange.question))
"""

from qa.conversations.contract import Bounds, Conversation, Exchange, Heading, State
from qa.conversations.html import to_html
from qa.conversations.kept import FILE, Conversations
from qa.conversations.markdown import to_markdown
from qa.conversations.partial import after, begun
from qa.conversations.recording import recorded

__all__ = [
    "FILE",
    "Bounds",
    "Conversation",
    "Conversations",
    "Exchange",
    "Heading",
    "State",
    "after",
    "begun",
    "recorded",
    "to_html",
    "to_markdown",
]
