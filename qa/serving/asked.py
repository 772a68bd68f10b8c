"""What a request asks for: the question, those before it, and settings for this answer only."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StrictBool,
    StringConstraints,
    ValidationError,
    ValidatorFunctionWrapHandler,
    WrapValidator,
)

from index.errors import SettingsError
from qa.asking import no_history, no_question
from qa.following import Turn
from qa.library import Library


def _encodable(text: str) -> str:
    """JSON can name half a character, which no answer could repeat."""
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise ValueError("holds half of a surrogate pair, which is no character") from error
    return text


def _number(given: object) -> object:
    """JSON has numbers of its own: neither "3" nor true is one."""
    if isinstance(given, str | bytes | bool):
        raise ValueError("is no number")
    return given


Articles = Annotated[int, Field(ge=1, le=1000), BeforeValidator(_number)]
Statements = Annotated[int, Field(ge=1, le=50), BeforeValidator(_number)]
# Something that is no space, in whichever dialect the pattern is read.
_SOMETHING = r"[^\s\x1c-\x1f\x85\ufeff]"
Text = Annotated[str, StringConstraints(max_length=100_000), AfterValidator(_encodable)]
Question = Annotated[
    str,
    StringConstraints(min_length=1, max_length=100_000, pattern=_SOMETHING),
    AfterValidator(_encodable),
]
Name = Annotated[str, StringConstraints(min_length=1, max_length=500), AfterValidator(_encodable)]
Names = Annotated[tuple[Name, ...], Field(max_length=50)]


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Options(_Body):
    """Settings for one answer; what is left out is as the server was started."""

    articles: Articles | None = Field(default=None, description="Articles retrieved.")
    statements: Statements | None = Field(default=None, description="Statements at most.")
    include_retracted: StrictBool | None = Field(default=None, description="Keep retracted work.")
    years: str | None = Field(
        default=None,
        pattern=r"^(?:[0-9]{4}(?:-(?:[0-9]{4})?)?|-[0-9]{4})$",
        description="`2010-2020`, `2015-`, `-1999` or `2021`.",
    )
    journals: Names | None = None
    publication_types: Names | None = None
    mesh: Names | None = Field(default=None, description="MeSH headings.")
    languages: Names | None = None
    extractive: StrictBool = Field(
        default=False, description="Sentences as they stand, though a language model is there."
    )

    @property
    def changes(self) -> dict[str, Any]:
        """What `Library.using` takes."""
        changed = self.model_dump(exclude_none=True, exclude={"extractive"})
        return {**changed, "llm": None} if self.extractive else changed

    def of(self, library: Library) -> Library:
        """The library under these settings; raises SettingsError for what cannot be used."""
        return library.using(**self.changes) if self.changes else library

    @classmethod
    def from_mapping(cls, values: "Options | Mapping[str, Any] | None") -> "Options":
        """Options from plain values; raises SettingsError naming what cannot be used."""
        if isinstance(values, Options):
            return values
        try:
            return cls.model_validate(dict(values or {}))
        except ValidationError as error:
            first = error.errors()[0]
            name = ".".join(map(str, first["loc"]))
            raise SettingsError(f"{name}: {first['msg'].lower()}", "Give another value") from error


class Earlier(_Body):
    """One question asked before, and what was answered."""

    question: Question
    answer: Text = ""


def _told(given: Any, read: ValidatorFunctionWrapHandler) -> Any:
    """What is wrong with a history, in the words that a library has for it."""
    try:
        return read(given)
    except ValidationError as error:
        first = error.errors()[0]
        if first["type"] in ("too_long", "string_too_long"):
            raise
        place = next(iter(first["loc"]), None)
        fault = no_question(place, given[place]) if isinstance(place, int) else no_history(given)
        raise fault from error


History = Annotated[tuple[Question | Earlier, ...], Field(max_length=1000), WrapValidator(_told)]


class Ask(_Body):
    """A question for the store."""

    question: Question = Field(examples=["Does sopiradine prevent delirium after an operation?"])
    history: History = Field(default=(), description="Questions before it, oldest first.")
    options: Options = Options()


class Search(_Body):
    """Words to find articles by."""

    query: Question = Field(examples=["migraine prophylaxis"])
    options: Options = Options()


def turns(history: Sequence[str | Earlier | Turn]) -> list[Turn]:
    """The history as a library takes it."""
    return [
        Turn(one.question, one.answer) if isinstance(one, Earlier) else _turn(one)
        for one in history
    ]


def _turn(one: str | Turn) -> Turn:
    return Turn(one) if isinstance(one, str) else one
