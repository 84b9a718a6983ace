"""How long does a session live, and how many may somebody have?"""

from collections.abc import Iterable
from datetime import datetime, timedelta

import msgspec

from shop_domain.auth.model import Session, SessionId


class SessionPolicy(msgspec.Struct, frozen=True, kw_only=True):
    """The settings of sessions, and what follows from them."""

    max_per_user: int = 5
    """Zero is no limit."""
    lifetime: timedelta = timedelta(days=30)
    idle_timeout: timedelta = timedelta(days=7)
    access_lifetime: timedelta = timedelta(minutes=15)
    rotation_grace: timedelta = timedelta(seconds=10)
    activity_interval: timedelta = timedelta(seconds=60)
    end_others_when_suspicious: bool = True
    log_activities: bool = True
    auto_cleanup: bool = True

    def expires_at(self, created_at: datetime) -> datetime:
        """Say when a session ends, however busy it is."""
        return created_at + self.lifetime

    def refresh_expires_at(self, now: datetime, expires_at: datetime) -> datetime:
        """Say until when a refresh token issued now is good."""
        return min(now + self.idle_timeout, expires_at)

    def sessions_over_limit(self, others: Iterable[Session]) -> tuple[SessionId, ...]:
        """Choose whom a new session pushes out: those with the oldest activity."""
        if self.max_per_user == 0:
            return ()
        newest_first = sorted(others, key=lambda s: (s.last_activity, s.created_at, s.id), reverse=True)
        return tuple(session.id for session in newest_first[self.max_per_user - 1 :])

    def activity_due(self, last_activity: datetime, now: datetime) -> bool:
        """Tell whether it is time to note again that the session is in use."""
        return now - last_activity >= self.activity_interval


def is_active(session: Session, now: datetime) -> bool:
    """Tell whether a session goes on: it was not ended, and its refresh token is still good.

    An access token may outlive an idle refresh token by some minutes; session_check.py looks at the session's own end.
    """
    return session.ended_at is None and now < session.refresh_expires_at
