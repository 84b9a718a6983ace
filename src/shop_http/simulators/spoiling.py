"""Damage an answer on its way out, as proxies and new versions do."""

from collections.abc import Callable
from typing import cast

import msgspec

from shop_http.simulators.faults import FaultKind
from shop_http.simulators.messages import Reply

Spoil = Callable[[Reply], Reply]


def spoiled(reply: Reply, kind: FaultKind) -> Reply:
    """Return the answer as this kind of fault would deliver it; other kinds leave it whole."""
    spoil = _SPOILERS.get(kind)
    return spoil(reply) if spoil else reply


def _bad_json(reply: Reply) -> Reply:
    return msgspec.structs.replace(reply, body=reply.body[:-1] + b",}")


def _html_error_page(_reply: Reply) -> Reply:
    page = b"<html><head><title>502 Bad Gateway</title></head><body><h1>Bad Gateway</h1></body></html>"
    return Reply(status=502, headers={"Content-Type": "text/html"}, body=page)


def _wrong_content_type(reply: Reply) -> Reply:
    return msgspec.structs.replace(reply, headers={**reply.headers, "Content-Type": "text/plain"})


def _unknown_field(reply: Reply) -> Reply:
    return _edited(reply, lambda document: {**document, "sim_new_field": {"nested": [1, None, "new"]}})


def _unknown_enum(reply: Reply) -> Reply:
    return _edited(
        reply, lambda document: {**document, "status": "SIM_NEW_STATUS"} if "status" in document else document
    )


def _edited(reply: Reply, edit: Callable[[dict[str, object]], dict[str, object]]) -> Reply:
    document: object = msgspec.json.decode(reply.body) if reply.body else None
    if not isinstance(document, dict):
        return reply
    return msgspec.structs.replace(reply, body=msgspec.json.encode(edit(cast("dict[str, object]", document))))


_SPOILERS: dict[FaultKind, Spoil] = {
    "bad_json": _bad_json,
    "html_error_page": _html_error_page,
    "wrong_content_type": _wrong_content_type,
    "unknown_field": _unknown_field,
    "unknown_enum": _unknown_enum,
}
