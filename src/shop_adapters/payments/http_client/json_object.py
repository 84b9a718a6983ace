"""Read JSON of other systems."""

import json
from typing import cast

import msgspec


def decode_object(body: bytes) -> dict[str, object] | None:
    """Read one whole JSON object; None for anything else, however it is broken."""
    try:
        document: object = msgspec.json.decode(body)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None
    return cast("dict[str, object]", document) if isinstance(document, dict) else None


def decode_object_strictly(body: bytes) -> dict[str, object] | None:
    """Read one JSON object that names no key twice: readers disagree on which of two counts."""
    document = decode_object(body)
    try:
        if document is not None:
            json.loads(body, object_pairs_hook=_reject_duplicates)
    except (ValueError, RecursionError):
        return None
    return document


def _reject_duplicates(pairs: list[tuple[str, object]]) -> None:
    if len({key for key, _ in pairs}) != len(pairs):
        raise ValueError("a key is named twice")
