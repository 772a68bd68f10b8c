"""One statement as the model gives it, and the schema that its reply is held to."""

from typing import Annotated, Any, Literal, get_args

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StrictInt, StringConstraints

from qa.characters import one_line

# No statement is longer in characters, none names more sentences: what goes on and on is a model
# that has lost its way.
LONGEST, _MOST_CITED = 1200, 4


def _shown(text: str) -> str:
    if not (shown := one_line(text)):
        raise ValueError("it should have at least 1 character that shows")
    return shown


class Drafted(BaseModel):
    """One statement as the model gave it: `sentences` are numbers, of which none is checked yet."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    text: Annotated[
        str,
        StringConstraints(strict=True, strip_whitespace=True, min_length=1, max_length=LONGEST),
        AfterValidator(_shown),
    ]
    sentences: Annotated[tuple[StrictInt, ...], Field(max_length=_MOST_CITED)]


Verdicts = Literal["yes", "no", "maybe", "none"]


def schema(most: int) -> dict[str, Any]:
    """The reply's JSON schema, with at most so many statements."""
    numbers = {"type": "array", "items": {"type": "integer"}, "maxItems": _MOST_CITED}
    statement = {
        "type": "object",
        "properties": {"text": {"type": "string"}, "sentences": numbers},
        "required": ["text", "sentences"],
        "additionalProperties": False,
    }
    return {
        "title": "answer",
        "type": "object",
        "properties": {
            "statements": {"type": "array", "items": statement, "maxItems": most},
            "verdict": {"type": "string", "enum": [*get_args(Verdicts)]},
        },
        "required": ["statements", "verdict"],
        "additionalProperties": False,
    }
