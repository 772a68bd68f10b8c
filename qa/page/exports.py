"""What a conversation leaves the page as: files of references, and the conversation itself."""

import re
from dataclasses import asdict, dataclass
from typing import Any

from index.errors import AbstractQAError, SettingsError
from qa.citing import ENDINGS, export
from qa.conversations import Conversation, to_html, to_markdown
from qa.page.words import say
from qa.serving.service import Service

# Each form's media type.
_KINDS = {
    "bibtex": "application/x-bibtex",
    "ris": "application/x-research-info-systems",
    "nbib": "application/nbib",
    "csl-json": "application/vnd.citationstyles.csl+json",
    "markdown": "text/markdown",
    "html": "text/html",
}
_ENDINGS = {**ENDINGS, "markdown": "md", "html": "html"}
_WHOLE = {"markdown": to_markdown, "html": to_html}


@dataclass(frozen=True, slots=True)
class Parcel:
    """A file for the browser to keep; `error` instead where it cannot be made."""

    name: str = ""
    media: str = ""
    text: str = ""
    error: str = ""

    def to_dict(self) -> dict[str, str]:
        """As the page's script takes it."""
        return asdict(self)


def parcel(service: Service, owner: str, wanted: Any) -> Parcel:
    """What the page's script asks for: `conversation`, `form`, `style`, and for references the
    number of the `exchange`. Nothing in it is trusted."""
    given = wanted if isinstance(wanted, dict) else {}
    try:
        return _made(service, owner, {name: str(value) for name, value in given.items()})
    except AbstractQAError as error:
        return Parcel(error=say("not_exported", problem=service.places.told(error)))


def _made(service: Service, owner: str, wanted: dict[str, str]) -> Parcel:
    form = wanted.get("form", "")
    conversation = service.conversations.get(owner, wanted.get("conversation", ""))
    if form in _WHOLE:
        text = _WHOLE[form](conversation, wanted.get("style", ""))
    elif form in ENDINGS:
        text = _references(conversation, wanted.get("exchange", ""), form)
    else:
        raise SettingsError(f"{form!r} is no form", f"Use one of {', '.join(_KINDS)}")
    return Parcel(f"{_plain(conversation.title)}.{_ENDINGS[form]}", _KINDS[form], text)


def _references(conversation: Conversation, exchange: str, form: str) -> str:
    number = int(exchange) if re.fullmatch(r"\d{1,6}", exchange, re.ASCII) else -1
    answers = {one.number: one.known for one in conversation.exchanges if one.known}
    if number not in answers:
        raise SettingsError(f"there is no answer {exchange!r}", "Reload the page")
    return export(answers[number].references, form)


def _plain(title: str) -> str:
    """A title as a file's name: short, of ASCII letters, digits and dashes."""
    return re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")[:60].strip("-") or "conversation"
