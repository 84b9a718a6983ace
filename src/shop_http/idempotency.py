"""Requests with an Idempotency-Key: the effect once, the answer every time."""

import hashlib
import logging
import re
from collections.abc import Callable
from functools import wraps
from typing import Any, Final, TypeVar, cast
from uuid import UUID

import msgspec
from litestar import Response
from litestar.handlers import HTTPRouteHandler

from shop_domain.kernel.errors import (
    ConcurrentUpdate,
    ErrorKind,
    InvalidFields,
    ShopError,
    StorageBusy,
    StorageUnavailable,
)
from shop_domain.kernel.idempotency import IdempotencyClaim, IdempotentRequest
from shop_domain.kernel.service import IdempotencyService
from shop_http.authentication import Caller
from shop_http.errors import JSON, error_response, status_of
from shop_http.request_info import request_info
from shop_http.threaded_routes import ShopRequest

F = TypeVar("F", bound=Callable[..., Any])
HEADER_NAME: Final = "Idempotency-Key"
_MARK: Final = "is_idempotent"
_KEY: Final = re.compile(r"[\x20-\x7e]{1,255}")
_FINAL: Final = frozenset(
    {ErrorKind.INVALID, ErrorKind.NOT_FOUND, ErrorKind.CONFLICT, ErrorKind.PRECONDITION_FAILED, ErrorKind.UNPROCESSABLE}
)
_encode: Final = msgspec.json.Encoder().encode
_log: Final = logging.getLogger("shop.http")


class StoredResponse(msgspec.Struct, frozen=True):
    """The answer that a request had, for whoever sends it again."""

    status: int
    headers: dict[str, str]
    body: bytes
    media_type: str

    def response(self, *, replayed: bool) -> Response[bytes]:
        headers = {**self.headers, "Idempotency-Replayed": "true"} if replayed else self.headers
        return Response(self.body, status_code=self.status, headers=headers, media_type=self.media_type)


def idempotent(handler: F) -> F:
    """Run a handler once for an Idempotency-Key; it stands below the route's decorator.

    The handler takes `request`, `data`, and `request_id`, which it hands to its service: the effect happens once under
    it. The key of a caller who names neither a user nor a guest is not claimed: the same key from the same address may
    be somebody else's, and the answer holds what only one of them may know.
    """

    @wraps(handler)
    def handle(self: object, request: ShopRequest, data: object, request_id: UUID | None, **rest: object) -> object:
        def serve(claimed: UUID | None) -> object:
            return handler(self, request=request, data=data, request_id=claimed, **rest)

        info = request_info(request.scope)
        key, principal = parse_key(info.header(b"idempotency-key")), _principal(info.caller)
        if key is None or principal is None:
            return serve(request_id)
        route = f"{info.method} {info.path.rstrip('/')}"
        return _serve_once(
            request, IdempotentRequest(principal=principal, route=route, key=key, body=_encode(data)), serve
        )

    setattr(handle, _MARK, True)
    return cast("F", handle)


def is_idempotent(handler: HTTPRouteHandler) -> bool:
    """Tell whether a route takes an Idempotency-Key."""
    return getattr(handler.fn, _MARK, False)


def _serve_once(request: ShopRequest, wanted: IdempotentRequest, serve: Callable[[UUID], object]) -> Response[bytes]:
    service: IdempotencyService = request.app.state.idempotency
    claim = service.claim(wanted)
    stored = service.stored_response(claim, wanted)
    if stored is not None:
        return msgspec.msgpack.decode(stored, type=StoredResponse).response(replayed=True)
    answer = _run_claimed(service, claim, request, lambda: serve(claim.request_id))
    if "X-Session-Key" in answer.headers:  # a new guest: whoever else made that key up is another one
        _try_to(lambda: service.release(claim))
    else:
        _try_to(lambda: service.store_response(claim, wanted, msgspec.msgpack.encode(answer)))
    return answer.response(replayed=False)


def _run_claimed(
    service: IdempotencyService, claim: IdempotencyClaim, request: ShopRequest, serve: Callable[[], object]
) -> StoredResponse:
    try:
        return _stored(serve(), request.route_handler.status_code)
    except ShopError as refusal:
        if is_final(refusal):
            return _stored(error_response(request, refusal), status_of(refusal))
        undo = service.expire_lease if is_uncertain(refusal) else service.release
        _try_to(lambda: undo(claim))
        raise
    except Exception:
        _try_to(lambda: service.expire_lease(claim))
        raise


def _stored(result: object, status: int) -> StoredResponse:
    response = cast("Response[object]", result) if isinstance(result, Response) else Response(result)
    body = _encode(response.content)
    return StoredResponse(
        response.status_code or status, dict(response.headers), body, str(response.media_type or JSON)
    )


def _try_to(note: Callable[[], None]) -> None:
    """Give the client its answer even if it can't be noted: a repeat then waits for the lease to end."""
    try:
        note()
    except ShopError:
        _log.warning("an idempotency claim could not be settled; it ends with its lease")


def parse_key(header: str | None) -> str | None:
    """Check a key's form; raise InvalidFields."""
    if header is None:
        return None
    if _KEY.fullmatch(header) is None:
        raise InvalidFields({HEADER_NAME: ["Ensure this header has from 1 to 255 printable characters."]})
    return header


def is_final(error: ShopError) -> bool:
    """Tell whether asking again would be refused just the same, so that the refusal is the request's answer."""
    return error.kind in _FINAL and not isinstance(error, InvalidFields | ConcurrentUpdate)


def is_uncertain(error: ShopError) -> bool:
    """Tell whether the effect may be in although the request failed."""
    return isinstance(error, ConcurrentUpdate | StorageBusy | StorageUnavailable)


def _principal(caller: Caller) -> str | None:
    if caller.user is not None:
        return f"user {caller.user.user_id}"
    return None if caller.guest_key is None else f"guest {hashlib.sha256(caller.guest_key.encode()).hexdigest()}"
