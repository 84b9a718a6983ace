"""What staff did, as it is kept."""

from collections.abc import Mapping
from datetime import datetime
from typing import NewType
from uuid import UUID

import msgspec

from shop_domain.accounts.model import UserId
from shop_domain.auth.attempts import shortened_agent
from shop_domain.auth.model import ClientInfo, SignedIn

StaffActionId = NewType("StaffActionId", UUID)


class StaffAction(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that a member of staff did. Never changed afterwards."""

    id: StaffActionId
    staff_id: UserId
    action: str
    subject: str
    details: Mapping[str, str]
    ip_address: str
    user_agent: str
    at: datetime


def staff_action(
    action_id: UUID,
    caller: SignedIn,
    action: str,
    subject: str,
    details: Mapping[str, str],
    client: ClientInfo,
    now: datetime,
) -> StaffAction:
    """Make the row of what a member of staff did."""
    return StaffAction(
        id=StaffActionId(action_id),
        staff_id=caller.user_id,
        action=action,
        subject=subject,
        details=details,
        ip_address=client.ip_address,
        user_agent=shortened_agent(client.user_agent),
        at=now,
    )


class StaffActionFilter(msgspec.Struct, frozen=True, kw_only=True):
    """Which actions are wanted; None wants all."""

    staff_id: UserId | None = None
    action: str | None = None
    after: datetime | None = None
    before: datetime | None = None
