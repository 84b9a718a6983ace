"""Seals the logs, and checks that they still are what was written."""

from typing import Final

from shop_domain.kernel.errors import ConcurrentUpdate
from shop_domain.kernel.ports import Begin, Clock
from shop_domain.kernel.retry import retry_on_storage_busy
from shop_domain.staff.audit_chain import (
    ChainedLog,
    ChainLink,
    IntegrityViolation,
    LogEntry,
    extend_chain,
    find_violation,
    unchained_since,
)
from shop_domain.staff.ports import StaffTx

BATCH_SIZE: Final = 1_000


class AuditChainService:
    """Chains the rows of the logs behind their writers, so that none of them waits for another."""

    def __init__(self, *, begin: Begin[StaffTx], read: Begin[StaffTx], clock: Clock) -> None:
        self._begin, self._read, self._clock = begin, read, clock

    def extend(self) -> int:
        """Seal every row that has none, and count them; where somebody else seals, leave it to them."""
        count = 0
        try:
            for log in ChainedLog:
                while portion := self._extend(log):
                    count += portion
        except ConcurrentUpdate:
            return count
        return count

    def verify(self) -> IntegrityViolation | None:
        """Name the first row that was changed, removed or slipped in; None where all is as it was written."""
        return next((flaw for log in ChainedLog if (flaw := self._violation(log)) is not None), None)

    @retry_on_storage_busy
    def _extend(self, log: ChainedLog) -> int:
        with self._begin() as tx:
            last = tx.audit_chain.last_link(log)
            entries = tx.audit_chain.unchained(log, unchained_since(last), BATCH_SIZE)
            if entries:
                tx.audit_chain.add(log, extend_chain(entries, last, self._clock()))
        return len(entries)

    def _violation(self, log: ChainedLog) -> IntegrityViolation | None:
        last: ChainLink | None = None
        while portion := self._batch(log, last):
            for seal, entry in portion:
                if (flaw := find_violation(last, seal, entry, log)) is not None:
                    return flaw
                last = seal
        return self._inserted_row(log, last) if last else None

    def _batch(self, log: ChainedLog, last: ChainLink | None) -> tuple[tuple[ChainLink, LogEntry | None], ...]:
        with self._read() as tx:
            return tx.audit_chain.walk(log, last.position if last else 0, BATCH_SIZE)

    def _inserted_row(self, log: ChainedLog, last: ChainLink) -> IntegrityViolation | None:
        """Find a row that claims an earlier time than any that still waits for its seal."""
        with self._read() as tx:
            first = tx.audit_chain.unchained(log, None, 1)
        since = unchained_since(last)
        if not first or since is None or first[0].at >= since:
            return None
        return IntegrityViolation(log=log, position=None, entry_id=first[0].id, description="the row was slipped in")
