"""Where a text occurs in all that a storage holds, the logs apart that are never changed."""

from collections import Counter
from typing import Any

from sqlalchemy import select

from shop_adapters.memory.engine.tables import MemoryTable
from shop_adapters.memory.store import MemoryStore
from shop_adapters.sql.migrations.schema import metadata

NEVER_CHANGED = {
    "security_attempts",
    "session_activities",
    "attempts",
    "session_events",
    "audit_log",
    "audit_log_entries",
}
COUNTERS = {"attempt_counters"}
"""Tries are kept by client for as long as they are counted, whoever made them."""


def tables_with(store: Any, text: str) -> dict[str, int]:
    """Count the rows that hold the text, by table."""
    found = Counter[str]()
    for name, row in _memory_rows(store) if isinstance(store, MemoryStore) else _sql_rows(store):
        found[name] += text in str(row)
    return {name: count for name, count in found.items() if count and name not in NEVER_CHANGED | COUNTERS}


def _memory_rows(store: MemoryStore) -> list[tuple[str, Any]]:
    tables = {**vars(store.state), **vars(store.state.auth)}
    return [(name, row) for name, table in tables.items() if isinstance(table, MemoryTable) for row in table]


def _sql_rows(store: Any) -> list[tuple[str, Any]]:
    with store.begin() as tx:
        return [(table.name, row) for table in metadata.sorted_tables for row in tx.source.execute(select(table))]
