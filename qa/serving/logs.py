"""The server's log: a JSON object a line, on standard error.

What is logged goes through the standard library's logging: an application that only builds on the
server hears nothing until it listens. What libraries write past it, tracebacks above all, comes in
by `printed`.
"""

import logging
import re
import sys
import threading
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from io import TextIOBase
from types import TracebackType
from typing import Any

import structlog
from structlog.typing import EventDict, Processor

_OURS = "abstractqa"
_WARNINGS = "py.warnings"
_TOLD = "_abstractqa_told"
# What Python makes of a warning: where it is from, its class, and what it says.
_WARNED = re.compile(r"(?P<at>.+?:\d+): (?P<error>\w+): (?P<said>.*)")
_SHARED: tuple[Processor, ...] = (
    structlog.contextvars.merge_contextvars,  # The request's id.
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
)
log: structlog.stdlib.BoundLogger = structlog.wrap_logger(
    logging.getLogger(f"{_OURS}.serving"),
    processors=[
        structlog.stdlib.filter_by_level,
        *_SHARED,
        structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
    ],
    wrapper_class=structlog.stdlib.BoundLogger,
)


def to_stderr(questions: bool = False) -> None:
    """Send what the server and its libraries have to say there; what errors and warnings say, which
    may be what was asked, only with `questions`."""

    def of_library(logger: object, name: str, fields: EventDict) -> EventDict:
        del logger, name
        return _of_library(fields, questions)

    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=list(_SHARED),
            processors=[
                of_library,
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
        )
    )
    # Libraries warn; what they merely tell would drown the requests.
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    logging.getLogger(_OURS).setLevel(logging.INFO)
    logging.captureWarnings(True)


@contextmanager
def printed(questions: bool = False) -> Iterator[None]:
    """What anybody writes to standard error meanwhile is logged: exceptions as `broken` are, other
    text only with `questions`."""
    before = sys.stderr
    sys.stderr = _Printed(questions)
    try:
        yield
    finally:
        sys.stderr = before


def broken(error: BaseException, questions: bool) -> dict[str, Any]:
    """An error without its words, which may quote a question; with them if `questions`."""
    return {
        "error": type(error).__name__,
        "at": _places(error.__traceback__),
        **({"message": str(error)} if questions else {}),
    }


def _of_library(fields: EventDict, questions: bool) -> EventDict:
    if fields.get("_from_structlog"):
        return fields
    # Further lines are a traceback's, or quote what failed.
    first = str(fields["event"]).partition("\n")[0]
    warned = _WARNED.fullmatch(first) if fields["_record"].name == _WARNINGS else None
    if warned is not None:
        said = {"message": warned["said"]} if questions else {}
        return {**fields, "event": "warning", "error": warned["error"], "at": warned["at"], **said}
    info = fields.pop("exc_info", None)
    told = broken(info[1], questions) if isinstance(info, tuple) and info[1] else {}
    return {**fields, "event": first, **told}


def _places(trace: TracebackType | None) -> list[str]:
    return [f"{frame.filename}:{frame.lineno}" for frame in traceback.extract_tb(trace)]


class _Printed(TextIOBase):
    """Standard error for whoever does not log."""

    def __init__(self, questions: bool) -> None:
        self._questions = questions
        self._mine = threading.local()

    def writable(self) -> bool:
        """It is written to."""
        return True

    def write(self, text: str, /) -> int:
        """Log it: the exception that is being handled in place of its traceback, once."""
        if not getattr(self._mine, "logging", False):
            # A log that cannot be written to says so here.
            self._mine.logging = True
            try:
                self._log(text)
            finally:
                self._mine.logging = False
        return len(text)

    def _log(self, text: str) -> None:
        error = sys.exception()
        if error is None:
            said = {"message": text.rstrip()} if self._questions else {"characters": len(text)}
            if text.strip():
                log.warning("printed", **said)
        elif not hasattr(error, _TOLD):
            # Kept in the error itself, which is written in many pieces and may be held by nobody.
            setattr(error, _TOLD, True)
            log.error("broken", **broken(error, self._questions))
