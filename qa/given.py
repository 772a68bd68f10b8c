"""Settings as they are given: several names in one variable, and an error that names what cannot be
used, for whichever settings."""

from collections.abc import Mapping
from typing import Any, TypeVar, get_args

from pydantic import BeforeValidator, SecretStr, ValidationError
from pydantic_settings import BaseSettings

from index.errors import SettingsError

T = TypeVar("T", bound=BaseSettings)


def parted(separator: str) -> BeforeValidator:
    """Names in one text, parted so; what is no text is left to the next validator."""

    def parts(given: object) -> object:
        if not isinstance(given, str):
            return given
        return tuple(filter(None, map(str.strip, given.split(separator))))

    return BeforeValidator(parts)


def made(kind: type[T], values: Mapping[str, Any], forms: Mapping[str, str] | None = None) -> T:
    """Settings from these values, else from variables, else as they are by default.

    `forms` say what some of them look like, for people. Raises SettingsError naming the value that
    cannot be used; one that is secret is not shown.
    """
    try:
        return kind(**values)
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0]) if first["loc"] else "the settings"
        expected = (forms or {}).get(name) or first["msg"][:1].lower() + first["msg"][1:]
        variable = f"{kind.model_config.get('env_prefix', '')}{name}".upper()
        raise SettingsError(
            f"{name} cannot be{_shown(kind, name, values.get(name, first['input']))}: {expected}",
            f"Change --{name.replace('_', '-')} or {variable}",
        ) from error


def _shown(kind: type[BaseSettings], name: str, given: object) -> str:
    taken = kind.model_fields[name].annotation if name in kind.model_fields else None
    secret = SecretStr in (taken, *get_args(taken))
    return "" if secret else f" {given!r}"
