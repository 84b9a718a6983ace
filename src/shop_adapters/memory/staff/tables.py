"""What is remembered of staff's work."""

from shop_adapters.memory.auth.tables import MemoryAuthTables
from shop_adapters.memory.engine.tables import MemoryTable, Undo
from shop_domain.staff.audit_chain import ChainedLog, ChainLink
from shop_domain.staff.audit_log import AuditLogEntry, AuditLogEntryId


class MemoryStaffTables(MemoryAuthTables):
    """The tables of staff's logs, beside those that they are about."""

    def __init__(self, undo: Undo) -> None:
        super().__init__(undo)
        self.audit_log = MemoryTable[AuditLogEntryId, AuditLogEntry](undo)
        self.chain_links = MemoryTable[ChainedLog, tuple[ChainLink, ...]](undo)
