"""May a request that carries a key run, is it answered already, or must it wait?"""

import hashlib
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

import msgspec

from shop_domain.kernel.errors import ErrorKind, ShopError

RETENTION: Final = timedelta(hours=24)
LEASE: Final = timedelta(seconds=60)
"""How long a request may run before another try may take its place: longer than any request lives."""


class IdempotencyKeyReused(ShopError):
    """The key came before, with another body."""

    code = "idempotency_key_reused"
    kind = ErrorKind.UNPROCESSABLE
    message = "This Idempotency-Key was used with a different request."


class IdempotencyInProgress(ShopError):
    """The first request with this key is still running."""

    code = "idempotency_in_progress"
    kind = ErrorKind.CONFLICT
    message = "A request with this Idempotency-Key is still being processed."

    def __init__(self) -> None:
        """Ask for a retry after one second."""
        super().__init__(retry_after=1)


class IdempotentRequest(msgspec.Struct, frozen=True, kw_only=True):
    """A request that its client may send again: who sent what, where to, under which key."""

    principal: str
    route: str
    key: str
    body: bytes

    @property
    def claim_id(self) -> str:
        """Name the claim, without the key: what is stored must not help to guess an answer."""
        return hashlib.sha256(f"{self.principal}\n{self.route}\n{self.key}".encode()).hexdigest()

    @property
    def body_hash(self) -> str:
        """Tell bodies apart without keeping them."""
        return hashlib.sha256(self.body).hexdigest()


class IdempotencyClaim(msgspec.Struct, frozen=True, kw_only=True):
    """A request that was let through under its key; `answer` is there once it is over."""

    id: str
    body_hash: str
    request_id: UUID
    """Stays the same when another try takes over, so that an effect that is in already does not happen again."""
    claimed_at: datetime
    response: bytes | None = None


def new_claim(request: IdempotentRequest, request_id: UUID, now: datetime) -> IdempotencyClaim:
    """Claim a key that nobody has used."""
    return IdempotencyClaim(id=request.claim_id, body_hash=request.body_hash, request_id=request_id, claimed_at=now)


def claim_for_retry(before: IdempotencyClaim, fresh: IdempotencyClaim, now: datetime) -> IdempotencyClaim:
    """Decide about a key that was used before: the claim to go on with, which carries its answer if it is over.

    Raises KeyReused for another body, and InProgress while the earlier try may still be running.
    """
    if now >= before.claimed_at + RETENTION:
        return fresh
    if before.body_hash != fresh.body_hash:
        raise IdempotencyKeyReused
    if before.response is not None:
        return before
    if now < before.claimed_at + LEASE:
        raise IdempotencyInProgress
    return msgspec.structs.replace(before, claimed_at=now)


def with_expired_lease(claim: IdempotencyClaim) -> IdempotencyClaim:
    """Let the next try take over at once, under the same request id: nobody knows whether this one had its effect."""
    return msgspec.structs.replace(claim, claimed_at=claim.claimed_at - LEASE)
