"""OpenAI's chat protocol as questions and answers of ours; nothing here knows a server."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from index.errors import SettingsError
from qa.answer import Answer, Citation, Statement
from qa.characters import encodable
from qa.following import Turn
from qa.marks import marked
from qa.serving.asked import Name, Options

EXTRACTIVE, WRITTEN = "abstractqa", "abstractqa-llm"
# As long as the body may be; half a character in what a client repeats stops no conversation.
Words = Annotated[str, AfterValidator(encodable)]
_MARK = re.compile(r"\[(\d+)\]")


class _Lenient(BaseModel):
    """Clients send much that has no meaning here, and some of it is new each month."""

    model_config = ConfigDict(extra="ignore", frozen=True, strict=True)


class Part(_Lenient):
    """A piece of a message."""

    type: Name = "text"
    text: Words = ""


class Message(_Lenient):
    """One message."""

    role: Literal["system", "developer", "user", "assistant"]
    content: Words | list[Part] | None = None

    @property
    def words(self) -> str:
        """Its text; raises SettingsError for a picture or a sound."""
        if not isinstance(self.content, list):
            return self.content or ""
        for part in self.content:
            if part.type not in ("text", "refusal"):
                raise SettingsError(
                    f"a part of type {part.type[:40]!r} cannot be read", "Send text"
                )
        return "\n".join(part.text for part in self.content)


class StreamOptions(_Lenient):
    """What a stream has besides its text."""

    include_usage: bool | None = False


class Completion(_Lenient):
    """A conversation to go on with. What steers sampling is taken and changes nothing."""

    model: Name = EXTRACTIVE
    messages: list[Message] = Field(
        min_length=1,
        description="The last is the question; those before it are its history.",
        examples=[[{"role": "user", "content": "Does sopiradine prevent delirium?"}]],
    )
    stream: bool | None = False
    stream_options: StreamOptions | None = None
    n: int | None = Field(default=1, json_schema_extra={"minimum": 1, "maximum": 1})
    tools: Any = Field(default=None, description="None can be called.")
    functions: Any = Field(default=None, description="None can be called.")
    logprobs: Any = Field(default=None, description="There are none.")
    top_logprobs: Any = Field(default=None, description="There are none.")
    response_format: Any = Field(default=None, description="Text only.")
    modalities: Any = Field(default=None, description="Text only.")
    audio: Any = Field(default=None, description="Text only.")
    abstractqa: Options = Field(default=Options(), description="As `options` of /v1/ask.")

    def check(self) -> None:
        """Raises SettingsError for what would be wanted and not had."""
        if self.n not in (None, 1):
            raise SettingsError(f"n cannot be {self.n}", "One answer is given; leave it out")
        for name in ("tools", "functions", "logprobs", "top_logprobs", "audio"):
            if getattr(self, name):
                raise SettingsError(f"{name} cannot be had here", "Leave it out")
        form = self.response_format
        if form is not None and (not isinstance(form, Mapping) or form.get("type") != "text"):
            raise SettingsError("response_format can be text only", "Leave it out")
        if self.modalities not in (None, ["text"]):
            raise SettingsError("modalities can be text only", "Leave it out")

    @property
    def question(self) -> str:
        """What the last message asks; raises SettingsError if it is not the user's, or empty."""
        last = self.messages[-1]
        if last.role != "user" or not last.words.strip():
            raise SettingsError("the last message is no question", "End with one of role user")
        return last.words

    def history(self, limit: int) -> list[Turn]:
        """The last questions before it, each with what the assistant said to it."""
        turns: list[Turn] = []
        for one in self.messages[:-1]:
            if one.role == "user" and one.words.strip():
                turns.append(Turn(one.words))
            elif one.role == "assistant" and turns:
                before = turns.pop()
                turns.append(Turn(before.question, f"{before.answer}\n{one.words}".strip()))
        return turns[-limit:] if limit else []

    @property
    def instructed(self) -> bool:
        """Whether it has messages that are not followed."""
        return any(one.role in ("system", "developer") for one in self.messages)

    @property
    def counts(self) -> bool:
        """Whether a stream is to end with what was used."""
        return bool(self.stream_options and self.stream_options.include_usage)


def annotations(
    content: str, citations: Mapping[int, Citation], start: int = 0
) -> Iterator[dict[str, Any]]:
    """Each mark in a text that begins at `start` of a message, as a `url_citation` of its article.

    `message[start_index:end_index]` is the mark. One without an address has none.
    """
    for mark in _MARK.finditer(content):
        cited = citations.get(int(mark.group(1)))
        if cited is not None and cited.url:
            place = {"start_index": start + mark.start(), "end_index": start + mark.end()}
            yield {
                "type": "url_citation",
                "url_citation": {**place, "url": cited.url, "title": cited.title or cited.key},
            }


def message(answer: Answer) -> dict[str, Any]:
    """The whole answer as a message."""
    marks = annotations(answer.answer, numbered(answer.citations)) if answer.statements else ()
    return {
        "role": "assistant",
        "content": answer.answer,
        "refusal": None,
        "annotations": list(marks),
    }


def delta(statement: Statement, citations: Sequence[Citation], start: int) -> dict[str, Any]:
    """One more statement of a message that has `start` characters already."""
    content = (" " if start else "") + marked(statement)
    return {
        "content": content,
        "annotations": list(annotations(content, numbered(citations), start)),
    }


def numbered(citations: Sequence[Citation]) -> dict[int, Citation]:
    """The citations by number."""
    return {one.number: one for one in citations}


def usage(answer: Answer) -> dict[str, int] | None:
    """What a language model read and wrote, 0 where there is none; None if it does not tell."""
    if answer.usage is None:
        read = wrote = 0
    elif answer.usage.tokens_in is None or answer.usage.tokens_out is None:
        return None
    else:
        read, wrote = answer.usage.tokens_in, answer.usage.tokens_out
    return {"prompt_tokens": read, "completion_tokens": wrote, "total_tokens": read + wrote}
