"""The audit log in memory."""

from shop_adapters.memory.staff.tables import MemoryStaffTables
from shop_domain.staff.audit_log import AuditLogEntry


class MemoryAuditLog:
    def __init__(self, tables: MemoryStaffTables) -> None:
        self._actions = tables.audit_log

    def add(self, entry: AuditLogEntry) -> None:
        self._actions.put(entry.id, entry)
