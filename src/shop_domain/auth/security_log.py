"""How are attempts, and events of sessions, logged?"""

from collections.abc import Callable, Iterable
from datetime import datetime
from uuid import UUID

from shop_domain.accounts.model import UserId
from shop_domain.auth.attempts import (
    AttemptId,
    AttemptType,
    SecurityAttempt,
    SessionEvent,
    identifier_from,
    truncate_user_agent,
)
from shop_domain.auth.failure_reason import failure_reason
from shop_domain.auth.model import ClientInfo, SessionId
from shop_domain.kernel.errors import ShopError


class SecurityLog:
    """Makes the rows of the security log."""

    def __init__(self, *, new_id: Callable[[], UUID], log_activities: bool) -> None:
        """Log events of sessions only where the setting asks for them; attempts always."""
        self._new_id, self._log_activities = new_id, log_activities

    def new_attempt(
        self,
        attempt_type: AttemptType,
        client: ClientInfo,
        now: datetime,
        *,
        error: ShopError | None,
        user_id: UserId | None = None,
        typed_email: str = "",
    ) -> SecurityAttempt:
        """Make the row of an attempt: a success without an error, else a failure with its reason.

        What was typed as an address is kept only where it is nobody's: an account is named by its id, so that the log
        need not change when the account's address does, or is erased.
        """
        return SecurityAttempt(
            id=AttemptId(self._new_id()),
            attempt_type=attempt_type,
            user_id=user_id,
            identifier="" if user_id else identifier_from(typed_email),
            ip_address=client.ip_address,
            user_agent=truncate_user_agent(client.user_agent),
            success=error is None,
            failure_reason="" if error is None else failure_reason(error),
            timestamp=now,
        )

    def new_session_events(
        self, event: str, sessions: Iterable[SessionId], user_id: UserId, client: ClientInfo, now: datetime
    ) -> tuple[SessionEvent, ...]:
        """Make the rows of one event of several sessions of a user."""
        if not self._log_activities:
            return ()
        return tuple(
            SessionEvent(id=self._new_id(), session_id=session, user_id=user_id, event=event, client=client, at=now)
            for session in sessions
        )
