"""What does a new session mean for the user's other ones?"""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from shop_domain.accounts.model import User
from shop_domain.auth.blocks import is_blocked
from shop_domain.auth.errors import Blocked, InactiveAccount, InvalidCredentials
from shop_domain.auth.model import ClientInfo, Session, SessionEndReason, SessionId
from shop_domain.auth.session_policy import SessionPolicy
from shop_domain.auth.suspicious_login import is_suspicious
from shop_domain.kernel.errors import ShopError


class LoginEffects(msgspec.Struct, frozen=True, kw_only=True):
    """Which sessions a new one ends and why, and what the user is told."""

    sessions_to_end: tuple[SessionId, ...]
    end_reason: SessionEndReason
    is_suspicious: bool
    is_new_device: bool


def login_effects(client: ClientInfo, device: str, others: Sequence[Session], policy: SessionPolicy) -> LoginEffects:
    """Decide what becomes of the other active sessions when one is opened from here."""
    suspicious = is_suspicious(client.ip_address, others)
    new_device = bool(others) and all(session.device_info != device for session in others)
    if suspicious and policy.end_others_when_suspicious:
        ends, reason = tuple(session.id for session in others), SessionEndReason.SUSPICIOUS
    else:
        ends, reason = policy.sessions_over_limit(others), SessionEndReason.OVER_LIMIT
    return LoginEffects(sessions_to_end=ends, end_reason=reason, is_suspicious=suspicious, is_new_device=new_device)


def login_rejection(user: User | None, verified_hash: str, now: datetime) -> ShopError | None:
    """Give the reason to reject a login although its password was right when it was checked; None if there is none."""
    if user is None or user.password_hash != verified_hash:
        return InvalidCredentials()
    if is_blocked(user, now):
        return Blocked()
    return None if user.is_active else InactiveAccount()
