"""What staff did, as it is kept."""

from collections.abc import Mapping
from datetime import datetime
from typing import NewType
from uuid import UUID

import msgspec

from shop_domain.accounts.model import UserId
from shop_domain.auth.attempts import truncate_user_agent
from shop_domain.auth.model import AuthenticatedUser, ClientInfo

AuditLogEntryId = NewType("AuditLogEntryId", UUID)


class AuditLogEntry(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that a member of staff did. Never changed afterwards."""

    id: AuditLogEntryId
    staff_id: UserId
    action: str
    subject: str
    details: Mapping[str, str]
    ip_address: str
    user_agent: str
    at: datetime


def audit_log_entry(
    entry_id: UUID,
    caller: AuthenticatedUser,
    action: str,
    subject: str,
    details: Mapping[str, str],
    client: ClientInfo,
    now: datetime,
) -> AuditLogEntry:
    """Make the row of what a member of staff did."""
    return AuditLogEntry(
        id=AuditLogEntryId(entry_id),
        staff_id=caller.user_id,
        action=action,
        subject=subject,
        details=details,
        ip_address=client.ip_address,
        user_agent=truncate_user_agent(client.user_agent),
        at=now,
    )


class AuditLogFilter(msgspec.Struct, frozen=True, kw_only=True):
    """Which actions are wanted; None wants all."""

    staff_id: UserId | None = None
    action: str | None = None
    after: datetime | None = None
    before: datetime | None = None
