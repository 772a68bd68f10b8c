"""What is asked for beside the question: from the page's fields to options, and said in words."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from index.errors import SettingsError
from qa.page.words import say

_YEAR = re.compile(r"\d{4}", re.ASCII)
_LISTS = ("journals", "publication_types", "mesh", "languages")


@dataclass(frozen=True, slots=True)
class Choices:
    """The page's fields as they stand, in the order in which the page has them."""

    first: str
    last: str
    journals: Sequence[str]
    publication_types: Sequence[str]
    mesh: Sequence[str]
    languages: Sequence[str]
    include_retracted: bool
    articles: float
    extractive: bool

    @property
    def options(self) -> dict[str, Any]:
        """As `Service.answer` takes them; raises SettingsError for what is no year."""
        lists = {name: list(getattr(self, name) or ()) for name in _LISTS}
        return {
            "articles": int(self.articles),
            "include_retracted": self.include_retracted,
            "extractive": self.extractive,
            **{name: values for name, values in lists.items() if values},
            **({"years": years} if (years := self._years) else {}),
        }

    @property
    def _years(self) -> str:
        first, last = _year(self.first), _year(self.last)
        return first if first == last else f"{first}-{last}"


def filters_in(options: Mapping[str, Any]) -> tuple[str, ...]:
    """Each filter that is set, in words."""
    years = [_years_in_words(str(options["years"]))] if options.get("years") else []
    lists = (", ".join(map(str, options.get(name) or ())) for name in _LISTS)
    retracted = [say("with_retracted")] if options.get("include_retracted") else []
    return (*years, *filter(None, lists), *retracted)


def in_words(options: Mapping[str, Any]) -> str:
    """The filters that are set, as one line; empty where there are none."""
    return "; ".join(filters_in(options))


def _years_in_words(years: str) -> str:
    first, dash, last = years.partition("-")
    if not dash:
        return years
    if first and last:
        return f"{first}–{last}"
    return say("years_from", first=first) if first else say("years_to", last=last)


def _year(given: str | None) -> str:
    year = (given or "").strip()
    if year and not _YEAR.fullmatch(year):
        raise SettingsError(say("years_wrong", given=year), say("years_right"))
    return year
