"""Claims of requests that may be sent again."""

from datetime import datetime

import msgspec

from shop_adapters.memory.engine.tables import MemoryTable
from shop_domain.kernel.idempotency import IdempotencyClaim


class MemoryIdempotencyKeys:
    def __init__(self, claims: MemoryTable[str, IdempotencyClaim]) -> None:
        self._claims = claims

    def claim(self, fresh: IdempotencyClaim) -> IdempotencyClaim | None:
        before = self._claims.get(fresh.id)
        if before is None:
            self._claims.put(fresh.id, fresh)
        return before

    def replace(self, before: IdempotencyClaim, after: IdempotencyClaim) -> bool:
        if self._claims.get(before.id) != before:
            return False
        self._claims.put(after.id, after)
        return True

    def store_response(self, claim: IdempotencyClaim, encrypted: bytes) -> bool:
        return self.replace(claim, msgspec.structs.replace(claim, response=encrypted))

    def remove(self, claim: IdempotencyClaim) -> None:
        if self._claims.get(claim.id) == claim:
            self._claims.remove(claim.id)

    def remove_before(self, moment: datetime) -> int:
        old = [claim.id for claim in self._claims if claim.claimed_at < moment]
        for claim_id in old:
            self._claims.remove(claim_id)
        return len(old)
