"""Take secrets out of log lines, whoever put them there."""

import re
from collections.abc import Mapping
from typing import Any, Final, cast

from structlog.typing import EventDict, WrappedLogger

HIDDEN: Final = "********"
SECRET_NAMES: Final = re.compile(
    r"pass(word|wd|phrase)?$|password|secret|authorization|cookie|credential|api[-_]?key|session[-_]?key|signature"
    r"|^(access|refresh|token|key|body)$|_token$",
    re.IGNORECASE,
)
SECRET_TEXTS: Final = (
    (re.compile(r"\beyJ[\w-]{4,}\.[\w-]+(\.[\w-]*)?"), HIDDEN),
    (re.compile(r"(?i)\b(bearer|basic)\s+[\w.~+/=-]{6,}"), rf"\1 {HIDDEN}"),
    (re.compile(r"(?i)\b((?:token|payerid|password|secret|key|signature|code)=)[^&\s\"'#]+"), rf"\1{HIDDEN}"),
    (re.compile(r"(?i)(/(?:verify-email|confirm-email)/)[^/\s\"'?]+"), rf"\1{HIDDEN}"),
    (re.compile(r"(?i)(\b[a-z][a-z0-9+.-]*://[^:/\s@]*:)[^@\s]+(@)"), rf"\1{HIDDEN}\2"),
)
DEEPEST: Final = 6


def redacted(_logger: WrappedLogger, _method: str, line: EventDict) -> EventDict:
    """Mask values by their names, and secrets by their shape inside of texts."""
    return {name: _clean(name, value, DEEPEST) for name, value in line.items()}


def without_secrets(text: str) -> str:
    """Mask tokens, bearer headers, capability links and passwords of addresses inside of a text."""
    for shape, masked in SECRET_TEXTS:
        text = shape.sub(masked, text)
    return text


def _clean(name: str, value: object, depth: int) -> Any:  # noqa: ANN401 - a log line holds anything
    if SECRET_NAMES.search(name) and value not in (None, "", True, False):
        return HIDDEN
    if isinstance(value, str):
        return without_secrets(value)
    if depth == 0:
        return HIDDEN
    if isinstance(value, Mapping):
        inside = cast("Mapping[object, object]", value)
        return {str(key): _clean(str(key), item, depth - 1) for key, item in inside.items()}
    if isinstance(value, list | tuple):
        return [_clean("", item, depth - 1) for item in cast("list[object]", value)]
    return value
