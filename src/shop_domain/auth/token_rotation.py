"""What does a refresh token get when it is presented?"""

from datetime import datetime, timedelta
from enum import Enum

from msgspec.structs import replace

from shop_domain.auth.client_network import network_of
from shop_domain.auth.errors import Blocked, SessionTerminated, TokenNotValid
from shop_domain.auth.model import ClientInfo, Session, SessionEndReason, SessionForRefresh
from shop_domain.auth.session_policy import SessionPolicy
from shop_domain.kernel.errors import ShopError


class RotationDecision(Enum):
    """The answers to a genuine refresh token."""

    ROTATE = "next"
    """It is the newest: a new pair replaces it."""
    REPEAT = "again"
    """The answer that carried its successor was lost: the same pair goes out once more."""
    REUSED = "reused"
    """Two parties hold it: the session ends."""
    EXPIRED = "expired"
    UNKNOWN = "unknown"


def refresh_rejection(found: SessionForRefresh, now: datetime) -> ShopError | None:
    """Say why nobody gets another pair of this session, whatever they hold; None if somebody may."""
    session = found.session
    if found.is_blocked:
        return Blocked()
    if session.end_reason is SessionEndReason.EXPIRED or now >= session.refresh_expires_at:
        return TokenNotValid()
    return None if session.ended_at is None else SessionTerminated()


def decide_rotation(
    session: Session, generation: int, client: ClientInfo, now: datetime, grace: timedelta
) -> RotationDecision:
    """Decide about a refresh token of a session that is alive."""
    if generation > session.generation:
        return RotationDecision.UNKNOWN
    if generation == session.generation:
        return RotationDecision.ROTATE if now < session.refresh_expires_at else RotationDecision.EXPIRED
    lost = generation == session.generation - 1 and not session.pair_used and now - session.rotated_at <= grace
    return RotationDecision.REPEAT if lost and _same_client(session.rotated_for, client) else RotationDecision.REUSED


def rotate(session: Session, refresh_hash: str, client: ClientInfo, now: datetime, policy: SessionPolicy) -> Session:
    """Give the session its next pair; the one before it stops working."""
    return replace(
        session,
        generation=session.generation + 1,
        refresh_hash=refresh_hash,
        refresh_expires_at=policy.refresh_expires_at(now, session.expires_at),
        rotated_at=now,
        rotated_for=client,
        pair_used=False,
        last_activity=max(session.last_activity, now),
    )


def _same_client(one: ClientInfo, other: ClientInfo) -> bool:
    return network_of(one.ip_address) == network_of(other.ip_address) and one.user_agent == other.user_agent
