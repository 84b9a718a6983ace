"""What is left of an account whose owner has gone?"""

from datetime import datetime

from msgspec.structs import replace

from shop_domain.accounts.model import User


def erased(user: User, now: datetime) -> User:
    """Take everything personal out of an account; its id stays, since orders and the audit trail name it.

    The address and the name are free for others again; nobody can sign in.
    """
    gone = f"erased-{user.id}"
    return replace(
        user,
        email=f"{gone}@erased.invalid",
        username=gone,
        first_name="",
        last_name="",
        phone="",
        password_hash="",
        is_active=False,
        is_staff=False,
        second_factor=None,
        disabled_at=now,
    )
