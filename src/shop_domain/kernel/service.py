"""Requests that may be sent again: each has its effect once, and the same answer every time."""

from typing import Protocol

from shop_domain.kernel.idempotency import (
    RETENTION,
    IdempotencyClaim,
    IdempotencyInProgress,
    IdempotentRequest,
    claim_for_retry,
    new_claim,
    with_expired_lease,
)
from shop_domain.kernel.ids import first_uuid7_at
from shop_domain.kernel.ports import Begin, Clock, IdempotencyTx, NewId
from shop_domain.kernel.retry import retry_on_storage_busy


class ResponseCipher(Protocol):
    """Keeps an answer so that the storage alone can't tell it: only who has the key that it was asked with can."""

    def encrypt(self, response: bytes, key: str) -> bytes:
        """Seal an answer."""
        ...

    def decrypt(self, encrypted: bytes, key: str) -> bytes:
        """Give a sealed answer back; raise ValueError where it was not sealed with this key."""
        ...


class IdempotencyService:
    """Claims keys, keeps answers, and gives them again."""

    def __init__(self, *, begin: Begin[IdempotencyTx], clock: Clock, new_id: NewId, cipher: ResponseCipher) -> None:
        """Work on this storage; each call is a short transaction of its own."""
        self._begin = begin
        self._clock = clock
        self._new_id = new_id
        self._cipher = cipher

    @retry_on_storage_busy
    def claim(self, request: IdempotentRequest) -> IdempotencyClaim:
        """Let a request run, or give the claim whose `answer` is there already; raise KeyReused or InProgress."""
        now = self._clock()
        fresh = new_claim(request, self._new_id(), now)
        with self._begin() as tx:
            before = tx.idempotency.claim(fresh)
            if before is None:
                return fresh
            claim = claim_for_retry(before, fresh, now)
            if claim.response is None and not tx.idempotency.replace(before, claim):
                raise IdempotencyInProgress
        return claim

    def stored_response(self, claim: IdempotencyClaim, request: IdempotentRequest) -> bytes | None:
        """Give the answer that the request had, or None where it is to run now."""
        return None if claim.response is None else self._cipher.decrypt(claim.response, request.key)

    @retry_on_storage_busy
    def store_response(self, claim: IdempotencyClaim, request: IdempotentRequest, response: bytes) -> None:
        """Keep the answer for whoever asks again; it changes nothing if another try has taken over."""
        sealed = self._cipher.encrypt(response, request.key)
        with self._begin() as tx:
            tx.idempotency.store_response(claim, sealed)

    @retry_on_storage_busy
    def release(self, claim: IdempotencyClaim) -> None:
        """Forget a request that had no effect, so that the key may be used anew."""
        with self._begin() as tx:
            tx.idempotency.remove(claim)

    @retry_on_storage_busy
    def expire_lease(self, claim: IdempotencyClaim) -> None:
        """Let the next try take over at once, under the same request id."""
        with self._begin() as tx:
            tx.idempotency.replace(claim, with_expired_lease(claim))

    @retry_on_storage_busy
    def delete_expired(self) -> int:
        """Remove the claims that are kept no longer, and the marks of their effects; tell how many."""
        before = self._clock() - RETENTION
        with self._begin() as tx:
            return tx.idempotency.remove_before(before) + tx.processed_requests.delete_before(first_uuid7_at(before))
