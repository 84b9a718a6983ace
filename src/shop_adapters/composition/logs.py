"""Log lines: one JSON object each on standard error, with no secret in it."""

import logging
import sys
from typing import Any, Final, TextIO

import msgspec
import structlog
from structlog.typing import Processor

from shop_adapters.composition.log_redaction import redact_event
from shop_adapters.composition.settings import Settings

SHARED_PROCESSORS: Final[tuple[Processor, ...]] = (
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.format_exc_info,
    redact_event,
)
"""What every line goes through, ours and the libraries'; what is bound to the context (the request id) is on each."""


def _as_json(line: Any, **_options: Any) -> str:  # noqa: ANN401 - what structlog hands over
    return msgspec.json.encode(line, enc_hook=str).decode()


def formatter() -> logging.Formatter:
    """Write a record of any logger as one JSON line."""
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=SHARED_PROCESSORS,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.JSONRenderer(_as_json),
        ],
    )


def configure_logging(settings: Settings, output: TextIO | None = None) -> None:
    """Send the lines of every logger of this process to standard error; call it once, at the start."""
    handler = logging.StreamHandler(output or sys.stderr)
    handler.setFormatter(formatter())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.INFO if settings.is_production else logging.WARNING)
    for chatty in ("httpx", "httpcore"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *SHARED_PROCESSORS,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
