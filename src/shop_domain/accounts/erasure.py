"""What is left of an account whose owner has gone?"""

from datetime import datetime
from typing import Final

from msgspec.structs import replace

from shop_domain.accounts.model import Role, User, UserId

_ERASED_DOMAIN: Final = "@erased.invalid"
ERASED_EMAIL: Final = f"erased{_ERASED_DOMAIN}"
"""Whom an order is for whose owner has gone."""


def erase(user: User, now: datetime) -> User:
    """Take everything personal out of an account; its id stays, since orders and the audit trail name it.

    The address and the name are free for others again; nobody can sign in.
    """
    gone = _erased_name(user.id)
    return replace(
        user,
        email=f"{gone}{_ERASED_DOMAIN}",
        username=gone,
        first_name="",
        last_name="",
        phone="",
        password_hash="",
        is_active=False,
        is_staff=False,
        role=Role.CUSTOMER,
        second_factor=None,
        disabled_at=now,
    )


def is_erased(user: User) -> bool:
    """Tell whether the account's owner has gone for good."""
    return user.email == f"{_erased_name(user.id)}{_ERASED_DOMAIN}"


def is_erased_email(address: str) -> bool:
    """Tell whether mail to the address would go to somebody who has gone."""
    return address.endswith(_ERASED_DOMAIN)


def _erased_name(user_id: UserId) -> str:
    return f"erased-{user_id}"
