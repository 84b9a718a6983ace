"""Requests that may be sent again: each has its effect once, and the same answer every time."""

from typing import Protocol

from shop_domain.kernel.idempotency import KEPT, Claim, InProgress, RepeatableRequest, first_claim, lapsed, next_claim
from shop_domain.kernel.ids import first_id_of
from shop_domain.kernel.ports import Begin, Clock, IdempotencyTx, NewId
from shop_domain.kernel.retry import retried


class Seal(Protocol):
    """Keeps an answer so that the storage alone can't tell it: only who has the key that it was asked with can."""

    def close(self, answer: bytes, key: str) -> bytes:
        """Seal an answer."""
        ...

    def open(self, sealed: bytes, key: str) -> bytes:
        """Give a sealed answer back; raise ValueError where it was not sealed with this key."""
        ...


class IdempotencyService:
    """Claims keys, keeps answers, and gives them again."""

    def __init__(self, *, begin: Begin[IdempotencyTx], clock: Clock, new_id: NewId, seal: Seal) -> None:
        """Work on this storage; each call is a short transaction of its own."""
        self._begin = begin
        self._clock = clock
        self._new_id = new_id
        self._seal = seal

    @retried
    def claim(self, request: RepeatableRequest) -> Claim:
        """Let a request run, or give the claim whose `answer` is there already; raise KeyReused or InProgress."""
        now = self._clock()
        fresh = first_claim(request, self._new_id(), now)
        with self._begin() as tx:
            before = tx.idempotency.claim(fresh)
            if before is None:
                return fresh
            claim = next_claim(before, fresh, now)
            if claim.answer is None and not tx.idempotency.replace(before, claim):
                raise InProgress
        return claim

    def answer(self, claim: Claim, request: RepeatableRequest) -> bytes | None:
        """Give the answer that the request had, or None where it is to run now."""
        return None if claim.answer is None else self._seal.open(claim.answer, request.key)

    @retried
    def keep(self, claim: Claim, request: RepeatableRequest, answer: bytes) -> None:
        """Keep the answer for whoever asks again; it changes nothing if another try has taken over."""
        sealed = self._seal.close(answer, request.key)
        with self._begin() as tx:
            tx.idempotency.answer(claim, sealed)

    @retried
    def release(self, claim: Claim) -> None:
        """Forget a request that had no effect, so that the key may be used anew."""
        with self._begin() as tx:
            tx.idempotency.remove(claim)

    @retried
    def lapse(self, claim: Claim) -> None:
        """Let the next try take over at once, under the same request id."""
        with self._begin() as tx:
            tx.idempotency.replace(claim, lapsed(claim))

    @retried
    def forget_old(self) -> int:
        """Remove the claims that are kept no longer, and the marks of their effects; tell how many."""
        before = self._clock() - KEPT
        with self._begin() as tx:
            return tx.idempotency.remove_before(before) + tx.requests.forget_before(first_id_of(before))
