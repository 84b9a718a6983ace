"""Users of the shop: shoppers and staff."""

from datetime import datetime
from enum import StrEnum
from typing import NewType
from uuid import UUID

import msgspec

UserId = NewType("UserId", UUID)
SessionId = NewType("SessionId", UUID)
"""Names one sign-in of a user; what that is, auth/model.py says."""


class Role(StrEnum):
    """What somebody does in the shop; what a role may do is decided in auth/staff_permissions.py."""

    CUSTOMER = "CUSTOMER"
    STAFF = "STAFF"
    SUPPORT = "SUPPORT"
    CATALOG = "CATALOG"
    WAREHOUSE = "WAREHOUSE"
    ADMIN = "ADMIN"


class SecondFactor(msgspec.Struct, frozen=True, kw_only=True):
    """An app that shows codes; what it counts from is made from the enrolment and a server key, and kept nowhere."""

    enrolment: UUID
    confirmed_at: datetime | None = None
    last_step: int = 0
    """The newest half minute whose code was used: each works once."""
    recovery: tuple[str, ...] = ()
    """Digests of the recovery codes that are left."""


class User(msgspec.Struct, frozen=True, kw_only=True):
    """One account. Its address and name are kept as typed; uniqueness is decided on their canonical forms."""

    id: UserId
    email: str
    username: str
    first_name: str
    last_name: str
    phone: str = ""
    password_hash: str
    is_active: bool = False
    is_staff: bool = False
    role: Role = Role.CUSTOMER
    email_verified_at: datetime | None = None
    disabled_at: datetime | None = None
    """Set while staff keep the account shut; verifying the address does not open it then."""
    blocked_until: datetime | None = None
    """Set while staff keep the user out for a time; the account is as it was afterwards."""
    second_factor: SecondFactor | None = None
    date_joined: datetime
    password_changed_at: datetime
    version: int = 0


def user_reference(user_id: UserId) -> str:
    """Name a user in the ordering keys of events, in audit logs and in usage counts."""
    return f"user:{user_id}"
