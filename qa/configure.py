"""Settings made from what a user gave, with an error that names what cannot be used."""

from collections.abc import Mapping
from typing import Any

from qa.given import made
from qa.settings import Settings

# What these settings look like, for people; a pattern would say it to few.
_FORMS = {
    "years": "a year, 2010-2020, 2015- or -1999",
    "llm_base_url": "a URL that begins with http:// or https://",
    "llm_prices": "two prices of 0 or more, as 0.15,0.6",
    "verify": "llm, or nli: and the name of a cross-encoder",
}


def settings_from(**values: Any) -> Settings:
    """Settings from arguments (None: not given), else `ABSTRACTQA_*` variables, else defaults.

    Raises SettingsError naming the value that cannot be used.
    """
    given = {name: value for name, value in values.items() if value is not None}
    return made(Settings, given, _FORMS)


def settings_with(settings: Settings, changed: Mapping[str, Any]) -> Settings:
    """The same settings but for some; raises SettingsError naming the value that cannot be used."""
    return made(Settings, {**settings.model_dump(), **changed}, _FORMS)
