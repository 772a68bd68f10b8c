"""Settings made from what a user gave, with an error that names what cannot be used."""

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from index.errors import SettingsError
from qa.settings import Settings

# What these settings look like, for people.
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
    return _valid({name: value for name, value in values.items() if value is not None})


def settings_with(settings: Settings, changed: Mapping[str, Any]) -> Settings:
    """The same settings but for some; raises SettingsError naming the value that cannot be used."""
    return _valid({**settings.model_dump(), **changed})


def _valid(values: Mapping[str, Any]) -> Settings:
    try:
        return Settings(**values)
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0])
        given = values.get(name, first["input"])
        raise SettingsError(
            f"{name} cannot be {given!r}: {_expected(name, first['msg'])}",
            f"Change --{name.replace('_', '-')} or ABSTRACTQA_{name.upper()}",
        ) from error


def _expected(name: str, message: str) -> str:
    """What a setting takes; a pattern would say it to few."""
    return _FORMS.get(name) or message[:1].lower() + message[1:]
