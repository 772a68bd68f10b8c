"""What the model writes, parsed as it comes: strict JSON, one statement after the other.

{"statements": [{"text": "…", "sentences": [3, 4]}, …], "verdict": "yes"}

Fields may come in any order, and others between them.
"""

import json
import re
from typing import Any

from pydantic import ValidationError

from qa.llm.drafted import LONGEST, Drafted

_START = re.compile(r'(\{|,)\s*"statements"\s*:\s*\[')
_BETWEEN = re.compile(r"\s*,?\s*")
_END = re.compile(r"\s*\]\s*")
# Braces before the statements of which one may open their object.
_BRACES = 20
_DECODER = json.JSONDecoder(parse_constant=lambda _: None)
# Characters that a whole statement may take as JSON.
_LOST = 2 * LONGEST
# Characters that a model may think aloud before its reply.
_ALOUD = 20_000
# Characters read of one reply.
_LIMIT = 60_000


class Draft:
    """One reply of the model. `faults` says in words what of it could not be read; `whole` whether
    it was read to its end, `lost` that there is no use in reading on: it goes in circles, or talks
    on after its end."""

    def __init__(self) -> None:
        self.text = ""
        self.faults: list[str] = []
        self.whole = False
        self.lost = False
        self.verdict: str | None = None
        self._at: int | None = None
        self._after = 0

    def feed(self, text: str) -> list[Drafted]:
        """More text; gives the statements that are complete by it."""
        if self.whole:
            self._after += len(text)
            self.lost = self._after > _LOST
            return []
        self.text += text[: max(0, _LIMIT - len(self.text))]
        # What a model thinks aloud first is no part of its reply.
        thought = self.text.rfind("</think>") + 1
        if self._at is None and "<think>" not in self.text[thought:]:
            self._at = self._begun(thought)
        if self._at is None:
            self.lost = len(self.text) > _ALOUD
            return []
        return list(self._complete())

    def close(self) -> None:
        """No more comes: what is missing is a fault."""
        if self._at is None:
            self.faults.append('the reply has no JSON object with "statements"')
        elif not self.whole:
            self.faults.append("the reply breaks off before its JSON is closed")

    def _begun(self, since: int) -> int | None:
        """Where the first statement is to stand; notes what fields come before."""
        for start in _START.finditer(self.text, since):
            before = {} if start[1] == "{" else self._fields(since, start.start())
            if before is not None:
                self._note(before)
                return start.end()
        return None

    def _fields(self, since: int, until: int) -> dict[str, Any] | None:
        """The fields of the object that is open at `until`; None if none is."""
        at = until
        for _ in range(_BRACES):
            at = self.text.rfind("{", since, at)
            if at < 0:
                return None
            head = self.text[at:until] + "}"
            found, end = _decoded(head, 0)
            if isinstance(found, dict) and end == len(head):
                return found
        return None

    def _note(self, fields: dict[str, Any]) -> None:
        verdict = fields.get("verdict")
        self.verdict = verdict if isinstance(verdict, str) else self.verdict

    def _complete(self) -> list[Drafted]:
        found: list[Drafted] = []
        while self._at is not None and not self.whole:
            at = _BETWEEN.match(self.text, self._at).end()  # type: ignore[union-attr]  # matches ""
            if end := _END.match(self.text, at):
                self._finish(self.text[end.end() :])
                break
            value, past = _decoded(self.text, at)
            if past is None:
                self.lost = len(self.text) - at > _LOST
                break
            self._at = past
            found += self._valid(value)
        return found

    def _finish(self, rest: str) -> None:
        """The fields behind the statements, once the object is closed."""
        fields, past = ({}, 1) if rest[:1] == "}" else _decoded("{" + rest[1:], 0)
        if rest[:1] not in (",", "}") or past is None:
            self.lost = len(rest) > _LOST
            return
        self._note(fields)
        self.whole = True
        if "statements" in fields:
            self.faults.append('the reply has "statements" twice, and only the first are read')

    def _valid(self, value: object) -> list[Drafted]:
        try:
            return [Drafted.model_validate(value)]
        except ValidationError as error:
            first = error.errors()[0]
            place = ".".join(map(str, first["loc"])) or "the statement"
            self.faults.append(f"in {json.dumps(value)[:80]}: {place}: {first['msg'].lower()}")
            return []


def _decoded(text: str, at: int) -> tuple[Any, int | None]:
    """The JSON value at a place, and the place behind it: None if it is not complete, or never."""
    try:
        return _DECODER.raw_decode(text, at)
    except (ValueError, RecursionError):
        return None, None
