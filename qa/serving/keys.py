"""Keys: 256 random bits each, of which only a hash is kept.

A line of the key file, or of ABSTRACTQA_SERVE_KEYS, is `NAME:HASH`; `#` begins a remark.
"""

import hashlib
import hmac
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass

from index.errors import SettingsError
from qa.serving.settings import ServerSettings

_PREFIX = "aqa_"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_LINE = re.compile(rf"({_NAME.pattern})\s*:\s*([0-9a-f]{{64}})")
_REMEDY = "Make one with: abstractqa serve key NAME"


@dataclass(frozen=True, slots=True)
class NewKey:
    """A key as it is shown once, and the line that lets it in."""

    key: str
    line: str


def new_key(name: str) -> NewKey:
    """A key for `name`; raises SettingsError for a name that no line can hold."""
    if not _NAME.fullmatch(name):
        raise SettingsError(
            f"{name!r} cannot name a key", "Use letters, digits, dots and dashes, 64 at most"
        )
    key = _PREFIX + secrets.token_urlsafe(32)
    return NewKey(key, f"{name}:{_hash(key)}")


class Keyring:
    """The keys that are let in; `required` where there are any."""

    def __init__(self, hashes: Mapping[str, str]) -> None:
        self._hashes = dict(hashes)
        self.required = bool(hashes)

    @classmethod
    def of(cls, settings: ServerSettings) -> "Keyring":
        """The keys set in the environment and in the key file.

        Raises SettingsError for a line that is none, for a file that cannot be read or holds no
        key, and where other machines could ask without one.
        """
        lines = re.split(r"[,\n]", settings.keys.get_secret_value())
        if settings.key_file is not None:
            try:
                lines += settings.key_file.read_text(encoding="utf-8").splitlines()
            except (OSError, UnicodeDecodeError) as error:
                raise SettingsError(
                    f"the key file {settings.key_file} cannot be read ({error})", _REMEDY
                ) from error
        hashes = dict(filter(None, map(_read, lines)))
        if settings.key_file is not None and not hashes:
            # Whoever names a file means to let in its keys alone, not everybody.
            raise SettingsError(f"there is no key in {settings.key_file}", _REMEDY)
        if not hashes and not settings.on_loopback:
            raise SettingsError(
                f"{settings.host} can be reached by other machines, and no key is set",
                f"{_REMEDY}, and give its line in --key-file or ABSTRACTQA_SERVE_KEYS",
            )
        return cls(hashes)

    def owner(self, key: str) -> str | None:
        """Whose key it is; None if it is nobody's."""
        given = _hash(key)
        # All are compared, each in constant time: how long it takes tells nothing.
        matches = [name for name, kept in self._hashes.items() if hmac.compare_digest(given, kept)]
        return matches[0] if matches else None


def _read(line: str) -> tuple[str, str] | None:
    told = line.partition("#")[0].strip()
    if not told:
        return None
    found = _LINE.fullmatch(told)
    if found is None:
        # The line is not shown: it may hold a key in place of its hash.
        raise SettingsError("a line of the keys is not NAME:HASH", _REMEDY)
    return found[1], found[2]


def _hash(key: str) -> str:
    # A key has 256 random bits: a slow hash, as passwords need, would gain nothing.
    return hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()
