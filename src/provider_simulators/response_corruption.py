"""Damage an answer on its way out, as proxies and new versions do."""

from collections.abc import Callable
from typing import cast

import msgspec

from provider_simulators.faults import FaultKind
from provider_simulators.http_messages import Response

Corruption = Callable[[Response], Response]


def corrupt(response: Response, kind: FaultKind) -> Response:
    """Return the answer as this kind of fault would deliver it; other kinds leave it whole."""
    spoil = _CORRUPTIONS.get(kind)
    return spoil(response) if spoil else response


def _bad_json(response: Response) -> Response:
    return msgspec.structs.replace(response, body=response.body[:-1] + b",}")


def _html_error_page(_response: Response) -> Response:
    page = b"<html><head><title>502 Bad Gateway</title></head><body><h1>Bad Gateway</h1></body></html>"
    return Response(status=502, headers={"Content-Type": "text/html"}, body=page)


def _wrong_content_type(response: Response) -> Response:
    return msgspec.structs.replace(response, headers={**response.headers, "Content-Type": "text/plain"})


def _unknown_field(response: Response) -> Response:
    return _edited(response, lambda document: {**document, "sim_new_field": {"nested": [1, None, "new"]}})


def _unknown_enum(response: Response) -> Response:
    return _edited(
        response, lambda document: {**document, "status": "SIM_NEW_STATUS"} if "status" in document else document
    )


def _edited(response: Response, edit: Callable[[dict[str, object]], dict[str, object]]) -> Response:
    document: object = msgspec.json.decode(response.body) if response.body else None
    if not isinstance(document, dict):
        return response
    return msgspec.structs.replace(response, body=msgspec.json.encode(edit(cast("dict[str, object]", document))))


_CORRUPTIONS: dict[FaultKind, Corruption] = {
    "bad_json": _bad_json,
    "html_error_page": _html_error_page,
    "wrong_content_type": _wrong_content_type,
    "unknown_field": _unknown_field,
    "unknown_enum": _unknown_enum,
}
