"""How tries, and turns in a session's life, are written down."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from shop_domain.accounts.model import UserId
from shop_domain.auth.attempts import (
    Activity,
    AttemptId,
    AttemptType,
    SecurityAttempt,
    identifier_of,
    shortened_agent,
)
from shop_domain.auth.failure_reason import failure_reason
from shop_domain.auth.model import ClientInfo, SessionId, SignedIn
from shop_domain.auth.staff_actions import StaffAction, staff_action
from shop_domain.kernel.errors import ShopError
from shop_domain.kernel.ports import NewId


class Journal:
    """Makes the rows of the security log."""

    def __init__(self, *, new_id: NewId, log_activities: bool) -> None:
        """Write turns of sessions only where the setting asks for them; tries always."""
        self._new_id, self._log_activities = new_id, log_activities

    def attempt(
        self,
        kind: AttemptType,
        client: ClientInfo,
        now: datetime,
        *,
        refusal: ShopError | None,
        user_id: UserId | None = None,
        typed: str = "",
    ) -> SecurityAttempt:
        """Make the row of a try: a success where nothing was refused, else with what failure_reason says.

        What was typed as an address is kept only where it is nobody's: an account is named by its id, so that the log
        need not change when the account's address does, or is erased.
        """
        return SecurityAttempt(
            id=AttemptId(self._new_id()),
            attempt_type=kind,
            user_id=user_id,
            identifier="" if user_id else identifier_of(typed),
            ip_address=client.ip_address,
            user_agent=shortened_agent(client.user_agent),
            success=refusal is None,
            failure_reason="" if refusal is None else failure_reason(refusal),
            timestamp=now,
        )

    def turns(
        self, event: str, sessions: Iterable[SessionId], user_id: UserId, client: ClientInfo, now: datetime
    ) -> tuple[Activity, ...]:
        """Make the rows of one turn that several sessions of a user took."""
        if not self._log_activities:
            return ()
        return tuple(
            Activity(id=self._new_id(), session_id=session, user_id=user_id, event=event, client=client, at=now)
            for session in sessions
        )

    def staff_action(
        self,
        caller: SignedIn,
        action: str,
        subject: str,
        details: Mapping[str, str],
        client: ClientInfo,
        now: datetime,
    ) -> StaffAction:
        """Make the row of what a member of staff did."""
        return staff_action(self._new_id(), caller, action, subject, details, client, now)
