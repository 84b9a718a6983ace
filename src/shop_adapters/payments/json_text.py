"""Read JSON that somebody else wrote."""

from typing import cast

import msgspec


def json_object(body: bytes) -> dict[str, object] | None:
    """Read one whole JSON object; None for anything else, however it is broken."""
    try:
        document: object = msgspec.json.decode(body)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None
    return cast("dict[str, object]", document) if isinstance(document, dict) else None
