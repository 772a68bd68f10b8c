"""The server's log: a JSON object a line, on standard error."""

import logging
import sys

import structlog
from structlog.typing import Processor

_SHARED: tuple[Processor, ...] = (
    structlog.contextvars.merge_contextvars,  # The request's id.
    structlog.processors.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
)


def to_stderr() -> None:
    """Send what the server and its libraries have to say there."""
    structlog.configure(
        processors=[*_SHARED, structlog.processors.JSONRenderer(ensure_ascii=False)],
        logger_factory=structlog.WriteLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
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


def _of_library(
    logger: object, name: str, fields: structlog.typing.EventDict
) -> structlog.typing.EventDict:
    """A traceback's text may hold what was asked: its last frame says where, and no more."""
    del logger, name
    broken = fields.pop("exc_info", None)
    if isinstance(broken, tuple) and broken[0] is not None:
        fields["error"] = broken[0].__name__
    return fields
