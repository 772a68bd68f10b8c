"""The server's log: a JSON object a line, on standard error.

What is logged goes through the standard library's logging: an application that only builds on the
server hears nothing until it listens.
"""

import logging
import sys

import structlog
from structlog.typing import EventDict, Processor

_OURS = "abstractqa"
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


def to_stderr() -> None:
    """Send what the server and its libraries have to say there."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=list(_SHARED),
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                _of_library,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
        )
    )
    # Libraries warn; what they merely tell would drown the requests.
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    logging.getLogger(_OURS).setLevel(logging.INFO)


def _of_library(logger: object, name: str, fields: EventDict) -> EventDict:
    """A traceback's text may hold what was asked: its last frame says where, and no more."""
    del logger, name
    broken = fields.pop("exc_info", None)
    if isinstance(broken, tuple) and broken[0] is not None:
        fields["error"] = broken[0].__name__
    return fields
