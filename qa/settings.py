"""How questions are answered: plain values, from arguments or `ABSTRACTQA_*` variables."""

import hashlib
import json
from typing import Annotated

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import NoDecode

from index.facets import Filters
from index.settings import IndexSettings
from qa.given import parted

# Of articles that an answer may be made from; none: all of them. Names have commas.
Names = Annotated[tuple[str, ...], NoDecode, parted(";")]
# Of a million tokens.
Price = Annotated[float, Field(ge=0, allow_inf_nan=False)]
NO_RERANKER, BUILTIN_RERANKER = "none", "builtin"
# What changes no answer.
_WITHOUT_EFFECT = frozenset({"store", "window", "llm_key", "llm_timeout", "llm_prices", "offline"})


# What a library cannot change once its store is open.
FIXED = frozenset({"store", "embedder", "window", "offline"})


class Settings(IndexSettings):
    """Everything an answer depends on beside the store itself.

    `articles` are retrieved for a question, `statements` at most are given in answer. `reranker`
    reads their sentences: `builtin`, `none`, a folder with a cross-encoder, or the name of one on
    the hub, which is then downloaded because it was named.

    `years` (`2010-2020`, `2015-`, `-1999`, `2021`), `journals`, `publication_types`, `mesh`
    headings and `languages` leave only articles that have one of each list; parted by `;` in a
    variable, since names have commas.

    `llm` names a chat model that writes the answer (`openai:…`, `gguf:/path`; None: sentences are
    given as they stand). `llm_base_url` is the server it is asked at, `llm_key` that server's key;
    `llm_window` what it holds, in tokens; `llm_timeout` the seconds without a word after which it
    counts as failed; `llm_prices` of a million tokens read and written. `verify` is a second
    opinion on each statement: `llm`, or `nli:` and the name of a cross-encoder.

    `offline` makes any call to another machine an error.
    """

    articles: int = Field(default=10, ge=1, le=1000)
    statements: int = Field(default=4, ge=1, le=50)
    include_retracted: bool = False
    years: str | None = Field(default=None, pattern=r"^(?:\d{4}(?:-(?:\d{4})?)?|-\d{4})$")
    journals: Names = ()
    publication_types: Names = ()
    mesh: Names = ()
    languages: Names = ()
    reranker: str = BUILTIN_RERANKER
    llm: str | None = Field(default=None, min_length=1)
    llm_base_url: str | None = Field(default=None, pattern=r"^https?://\S+$")
    llm_key: SecretStr | None = None
    llm_window: int | None = Field(default=None, ge=1024)
    llm_timeout: float = Field(default=60.0, gt=0, le=3600)
    llm_prices: Annotated[tuple[Price, Price] | None, NoDecode] = None
    verify: str | None = Field(default=None, pattern=r"^(?:llm|nli:.+)$")
    offline: bool = False

    @field_validator("llm_prices", mode="before")
    @classmethod
    def _prices(cls, given: object) -> object:
        return tuple(given.split(",")) if isinstance(given, str) else given

    @property
    def filters(self) -> Filters:
        """Which articles an answer may be made from."""
        return Filters(
            years=_span(self.years) if self.years else None,
            journals=self.journals,
            publication_types=self.publication_types,
            mesh=self.mesh,
            languages=self.languages,
        )

    @property
    def described(self) -> dict[str, object]:
        """What is chosen of all that an answer depends on."""
        chosen = self.model_dump(mode="json", exclude=set(_WITHOUT_EFFECT), exclude_none=True)
        return {name: value for name, value in chosen.items() if value != []}

    def fingerprint(self, *parts: str) -> str:
        """Twelve hexadecimal digits that change when a setting or one of `parts` does."""
        text = json.dumps([self.described, *parts], sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:12]


def _span(years: str) -> tuple[int | None, int | None]:
    """First and last year; None where that end is open."""
    first, dash, last = years.partition("-")
    start = int(first) if first else None
    return start, (int(last) if last else None) if dash else start
