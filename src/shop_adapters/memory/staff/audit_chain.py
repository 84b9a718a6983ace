"""The audit chain in memory."""

from collections.abc import Sequence
from datetime import datetime

from shop_adapters.memory.engine.repository import MemoryRepository
from shop_adapters.memory.staff.tables import MemoryStaffTables
from shop_domain.staff.audit_chain import ChainedLog, ChainLink, LogEntry, log_entry


class MemoryAuditChain(MemoryRepository[MemoryStaffTables]):
    """The hash chain of the logs."""

    def last_link(self, log: ChainedLog) -> ChainLink | None:
        return next(reversed(self._links(log)), None)

    def unchained(self, log: ChainedLog, since: datetime | None, limit: int) -> tuple[LogEntry, ...]:
        known = {link.entry_id for link in self._links(log)}
        fresh = [entry for entry in self._entries(log) if entry.id not in known]
        return tuple(entry for entry in fresh if since is None or entry.at >= since)[:limit]

    def add(self, log: ChainedLog, new: Sequence[ChainLink]) -> None:
        self._tables.chain_links.put(log, (*self._links(log), *new))

    def walk(self, log: ChainedLog, after: int, limit: int) -> tuple[tuple[ChainLink, LogEntry | None], ...]:
        rows = {entry.id: entry for entry in self._entries(log)}
        wanted = [link for link in self._links(log) if link.position > after][:limit]
        return tuple((link, rows.get(link.entry_id)) for link in wanted)

    def _links(self, log: ChainedLog) -> tuple[ChainLink, ...]:
        return self._tables.chain_links.get(log) or ()

    def _entries(self, log: ChainedLog) -> list[LogEntry]:
        rows = self._tables.attempts if log is ChainedLog.ATTEMPTS else self._tables.audit_log
        return sorted((log_entry(row) for row in rows), key=lambda entry: (entry.at, entry.id))
