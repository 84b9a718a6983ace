"""What does it mean that somebody proved to own an address?"""

from datetime import datetime

from msgspec.structs import replace

from shop_domain.accounts.model import User
from shop_domain.accounts.one_time_token import OneTimeToken, link_errors


def mark_verified(user: User, token: OneTimeToken, now: datetime) -> User:
    """Activate the account, unless staff disabled it; raise InvalidToken where the proof is of another address."""
    if token.address != user.email:
        raise link_errors(token.purpose).invalid
    return replace(user, email_verified_at=now, is_active=user.disabled_at is None)


def change_email(user: User, token: OneTimeToken, now: datetime) -> User:
    """Give the account the new address that the link proves."""
    return replace(user, email=token.address, email_verified_at=now)


def awaits_verification(user: User | None) -> bool:
    """Tell whether a new link should go out: only for an account that is neither verified nor disabled."""
    return user is not None and user.email_verified_at is None and user.disabled_at is None
