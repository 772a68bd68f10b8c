"""The list of conversations: found again, renamed, deleted."""

from qa.conversations import Conversations
from qa.page.drawing import fill


def history_html(
    conversations: Conversations, owner: str, words: str = "", current: str = ""
) -> str:
    """The owner's conversations that have these words, the last changed first.

    Raises SettingsError where the words are too many.
    """
    found = conversations.list(owner, words)
    return fill("history", headings=found, sought=bool(words.strip()), current=current)
