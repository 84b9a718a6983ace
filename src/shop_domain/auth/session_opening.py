"""What does a new session mean for the user's other ones?"""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from shop_domain.accounts.model import User
from shop_domain.auth.blocks import keeps_out
from shop_domain.auth.errors import Blocked, InactiveAccount, InvalidCredentials
from shop_domain.auth.model import ClientInfo, Session, SessionEnd, SessionId
from shop_domain.auth.session_policy import SessionPolicy
from shop_domain.auth.suspicious_login import is_suspicious
from shop_domain.kernel.errors import ShopError


class Opening(msgspec.Struct, frozen=True, kw_only=True):
    """Which sessions a new one ends and why, and what the user is told."""

    ends: tuple[SessionId, ...]
    reason: SessionEnd
    suspicious: bool
    new_device: bool


def opening_of(client: ClientInfo, device: str, others: Sequence[Session], policy: SessionPolicy) -> Opening:
    """Decide what becomes of the other active sessions when one is opened from here."""
    suspicious = is_suspicious(client.ip_address, others)
    new_device = bool(others) and all(session.device_info != device for session in others)
    if suspicious and policy.end_others_when_suspicious:
        ends, reason = tuple(session.id for session in others), SessionEnd.SUSPICIOUS
    else:
        ends, reason = policy.over_limit(others), SessionEnd.OVER_LIMIT
    return Opening(ends=ends, reason=reason, suspicious=suspicious, new_device=new_device)


def entry_refusal(user: User | None, proven_hash: str, now: datetime) -> ShopError | None:
    """Say why somebody may not come in although the password was right when it was looked at; None if they may."""
    if user is None or user.password_hash != proven_hash:
        return InvalidCredentials()
    if keeps_out(user, now):
        return Blocked()
    return None if user.is_active else InactiveAccount()
