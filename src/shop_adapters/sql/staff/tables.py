"""Tables of staff's logs."""

from typing import Final

from sqlalchemy import BigInteger, Column, Index, String, Table, Uuid

from shop_adapters.sql.engine.append_only import append_only
from shop_adapters.sql.engine.metadata import Json, UtcDateTime, metadata

audit_log_entries: Final = append_only(
    Table(
        "audit_log_entries",
        metadata,
        Column("id", Uuid, primary_key=True),
        Column("staff_id", Uuid, nullable=False),
        Column("action", String(60), nullable=False),
        Column("subject", String(120), nullable=False),
        Column("details", Json, nullable=False),
        Column("ip_address", String(64), nullable=False),
        Column("user_agent", String(400), nullable=False),
        Column("at", UtcDateTime, nullable=False),
        Index("ix_audit_log_entries_at_id", "at", "id"),
        Index("ix_audit_log_entries_staff_id_id", "staff_id", "id"),
    )
)


audit_chain_links: Final = append_only(
    Table(
        "audit_chain_links",
        metadata,
        Column("log", String(10), primary_key=True),
        Column("position", BigInteger, primary_key=True, autoincrement=False),
        Column("entry_id", Uuid, nullable=False),
        Column("digest", String(64), nullable=False),
        Column("linked_at", UtcDateTime, nullable=False),
        Index("uq_audit_chain_links_log_entry_id", "log", "entry_id", unique=True),
    )
)
