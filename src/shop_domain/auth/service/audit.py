"""Seals the logs, and checks that they still are what was written."""

from typing import Final

from shop_domain.auth.audit_chain import Entry, Flaw, Log, Seal, expected_since, flaw_between, sealed
from shop_domain.auth.ports import AuthTx
from shop_domain.kernel.errors import ConcurrentUpdate
from shop_domain.kernel.ports import Begin, Clock
from shop_domain.kernel.retry import retried

AT_ONCE: Final = 1_000


class AuditService:
    """Chains the rows of the logs behind their writers, so that none of them waits for another."""

    def __init__(self, *, begin: Begin[AuthTx], read: Begin[AuthTx], clock: Clock) -> None:
        """Seal and check this storage."""
        self._begin, self._read, self._clock = begin, read, clock

    def seal(self) -> int:
        """Seal every row that has none, and count them; where somebody else seals, leave it to them."""
        count = 0
        try:
            for log in Log:
                while portion := self._seal(log):
                    count += portion
        except ConcurrentUpdate:
            return count
        return count

    def verify(self) -> Flaw | None:
        """Name the first row that was changed, removed or slipped in; None where all is as it was written."""
        return next((flaw for log in Log if (flaw := self._flaw(log)) is not None), None)

    @retried
    def _seal(self, log: Log) -> int:
        with self._begin() as tx:
            last = tx.audit_trail.newest(log)
            entries = tx.audit_trail.unsealed(log, expected_since(last), AT_ONCE)
            if entries:
                tx.audit_trail.add(log, sealed(entries, last, self._clock()))
        return len(entries)

    def _flaw(self, log: Log) -> Flaw | None:
        last: Seal | None = None
        while portion := self._portion(log, last):
            for seal, entry in portion:
                if (flaw := flaw_between(last, seal, entry, log)) is not None:
                    return flaw
                last = seal
        return self._stranger(log, last) if last else None

    def _portion(self, log: Log, last: Seal | None) -> tuple[tuple[Seal, Entry | None], ...]:
        with self._read() as tx:
            return tx.audit_trail.walk(log, last.position if last else 0, AT_ONCE)

    def _stranger(self, log: Log, last: Seal) -> Flaw | None:
        """Find a row that claims an earlier time than any that still waits for its seal."""
        with self._read() as tx:
            first = tx.audit_trail.unsealed(log, None, 1)
        since = expected_since(last)
        if not first or since is None or first[0].at >= since:
            return None
        return Flaw(log=log, position=None, entry_id=first[0].id, what="the row was slipped in")
