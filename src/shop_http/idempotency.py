"""Requests with an Idempotency-Key: the effect once, the answer every time."""

import hashlib
import logging
import re
from collections.abc import Callable
from typing import Final

import msgspec

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
from shop_http.answers import Sent, encode
from shop_http.authentication import Caller
from shop_http.errors import accepts_problem_json, error_response
from shop_http.exchange import Exchange

HEADER_NAME: Final = "Idempotency-Key"
REPLAYED_HEADER: Final = (b"idempotency-replayed", b"true")
_KEY: Final = re.compile(r"[\x20-\x7e]{1,255}")
_FINAL: Final = frozenset(
    {ErrorKind.INVALID, ErrorKind.NOT_FOUND, ErrorKind.CONFLICT, ErrorKind.PRECONDITION_FAILED, ErrorKind.UNPROCESSABLE}
)
_log: Final = logging.getLogger("shop.http")


class Idempotency:
    """Runs handlers under their clients' keys."""

    def __init__(self, service: IdempotencyService) -> None:
        """Claim keys with this service."""
        self._service = service

    def run(self, exchange: Exchange, serve: Callable[[], Sent]) -> Sent:
        """Serve a request whose key is new, or give the answer that its first try had; raise KeyReused, InProgress.

        The key of a caller who names neither a user nor a guest is not claimed: the same key from the same address
        may be somebody else's, and the answer holds what only one of them may know.
        """
        key, principal = parse_key(exchange.header(b"idempotency-key")), _principal(exchange.caller)
        if key is None or principal is None:
            return serve()
        request = _idempotent_request(exchange, principal, key)
        claim = self._service.claim(request)
        kept = self._service.stored_response(claim, request)
        if kept is not None:
            first = msgspec.msgpack.decode(kept, type=Sent)
            return Sent(first.status, (*first.headers, REPLAYED_HEADER), first.body)
        exchange.retry_of = claim.request_id
        answer = self._run_claimed(claim, exchange, serve)
        if _issues_guest_key(answer):
            self._try_to(lambda: self._service.release(claim))
        else:
            self._try_to(lambda: self._service.store_response(claim, request, msgspec.msgpack.encode(answer)))
        return answer

    def _run_claimed(self, claim: IdempotencyClaim, exchange: Exchange, serve: Callable[[], Sent]) -> Sent:
        try:
            return serve()
        except ShopError as refusal:
            if is_final(refusal):
                return error_response(refusal, as_problem=accepts_problem_json(exchange.headers.get(b"accept", b"")))
            undo = self._service.expire_lease if is_uncertain(refusal) else self._service.release
            self._try_to(lambda: undo(claim))
            raise
        except Exception:
            self._try_to(lambda: self._service.expire_lease(claim))
            raise

    @staticmethod
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


def _issues_guest_key(response: Sent) -> bool:
    """Tell whether an answer makes its caller known as a new guest: whoever else made that key up is another one."""
    return any(name.lower() == b"x-session-key" for name, _ in response.headers)


def _idempotent_request(exchange: Exchange, principal: str, key: str) -> IdempotentRequest:
    return IdempotentRequest(
        principal=principal,
        route=f"{exchange.method} {exchange.path.rstrip('/')}",
        key=key,
        body=encode(exchange.said),
    )


def _principal(caller: Caller) -> str | None:
    if caller.user is not None:
        return f"user {caller.user.user_id}"
    return None if caller.guest_key is None else f"guest {hashlib.sha256(caller.guest_key.encode()).hexdigest()}"
