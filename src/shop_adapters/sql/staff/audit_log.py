"""The log of what staff did."""

from collections.abc import Sequence
from typing import Any, Final

import msgspec

from shop_adapters.sql.engine.repository import SqlRepository
from shop_adapters.sql.staff.tables import audit_log_entries
from shop_domain.staff.audit_log import AuditLogEntry

_FIELDS: Final = tuple(field.name for field in msgspec.structs.fields(AuditLogEntry))
ENTRY_COLUMNS: Final = tuple(audit_log_entries.c[name] for name in _FIELDS)


class SqlAuditLog(SqlRepository):
    def add(self, entry: AuditLogEntry) -> None:
        row = {name: getattr(entry, name) for name in _FIELDS}
        self._database.append(audit_log_entries, {**row, "details": dict(entry.details)})


def audit_log_entry_of(row: Sequence[Any]) -> AuditLogEntry:
    """Read an action from the columns above."""
    return AuditLogEntry(**dict(zip(_FIELDS, row, strict=True)))
