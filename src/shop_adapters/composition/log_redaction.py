"""Take secrets out of log lines, whoever put them there."""

import re
from collections.abc import Mapping
from typing import Any, Final, cast

from structlog.typing import EventDict, WrappedLogger

MASK: Final = "********"
SECRET_NAMES: Final = re.compile(
    r"pass(word|wd|phrase)?$|password|secret|authorization|cookie|credential|api[-_]?key|session[-_]?key|signature"
    r"|^(access|refresh|token|key|body)$|_token$",
    re.IGNORECASE,
)
SECRET_TEXTS: Final = (
    (re.compile(r"\beyJ[\w-]{4,}\.[\w-]+(\.[\w-]*)?"), MASK),
    (re.compile(r"(?i)\b(bearer|basic)\s+[\w.~+/=-]{6,}"), rf"\1 {MASK}"),
    (re.compile(r"(?i)\b((?:token|payerid|password|secret|key|signature|code)=)[^&\s\"'#]+"), rf"\1{MASK}"),
    (re.compile(r"(?i)(/(?:verify-email|confirm-email)/)[^/\s\"'?]+"), rf"\1{MASK}"),
    (re.compile(r"(?i)(\b[a-z][a-z0-9+.-]*://[^:/\s@]*:)[^@\s]+(@)"), rf"\1{MASK}\2"),
)
MAX_DEPTH: Final = 6


def redact_event(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Mask values by their names, and secrets by their shape inside of texts."""
    return {name: _redact(name, value, MAX_DEPTH) for name, value in event.items()}


def redact_text(text: str) -> str:
    """Mask tokens, bearer headers, capability links and passwords of addresses inside of a text."""
    for shape, masked in SECRET_TEXTS:
        text = shape.sub(masked, text)
    return text


def _redact(name: str, value: object, depth: int) -> Any:  # noqa: ANN401 - a log line holds anything
    if SECRET_NAMES.search(name) and value not in (None, "", True, False):
        return MASK
    if isinstance(value, str):
        return redact_text(value)
    if depth == 0:
        return MASK
    if isinstance(value, Mapping):
        inside = cast("Mapping[object, object]", value)
        return {str(key): _redact(str(key), item, depth - 1) for key, item in inside.items()}
    if isinstance(value, list | tuple):
        return [_redact("", item, depth - 1) for item in cast("list[object]", value)]
    return value
