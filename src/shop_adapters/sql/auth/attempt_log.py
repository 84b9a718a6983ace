"""The log of every try, and of every turn of a session."""

from collections.abc import Sequence
from typing import Any, Final

import msgspec
from sqlalchemy import Row

from shop_adapters.sql.auth.tables import security_attempts, session_activities
from shop_adapters.sql.engine.repository import SqlRepository
from shop_domain.accounts.model import UserId
from shop_domain.auth.attempts import AttemptType, SecurityAttempt, SessionEvent
from shop_domain.auth.model import ClientInfo, SessionId

FIELDS: Final = tuple(field.name for field in msgspec.structs.fields(SecurityAttempt))


class SqlAttemptLog(SqlRepository):
    def add(self, attempt: SecurityAttempt) -> None:
        self._database.append(security_attempts, _row(attempt))

    def add_session_events(self, *activities: SessionEvent) -> None:
        self._database.append(session_activities, *(_event_row(activity) for activity in activities))


def attempt_of(row: Sequence[Any]) -> SecurityAttempt:
    """Read a try from columns in the order of its fields."""
    values: dict[str, Any] = dict(zip(FIELDS, row, strict=True))
    values["attempt_type"] = AttemptType(values["attempt_type"])
    return SecurityAttempt(**values)


def session_event_of(row: Row[Any]) -> SessionEvent:
    """Read a turn of a session from its row."""
    return SessionEvent(
        id=row.id,
        session_id=SessionId(row.session_id),
        user_id=UserId(row.user_id),
        event=row.event,
        client=ClientInfo(ip_address=row.ip_address, user_agent=row.user_agent),
        at=row.at,
    )


def _row(attempt: SecurityAttempt) -> dict[str, Any]:
    values = {name: getattr(attempt, name) for name in FIELDS}
    return {**values, "attempt_type": attempt.attempt_type.value}


def _event_row(activity: SessionEvent) -> dict[str, Any]:
    return {
        "id": activity.id,
        "session_id": activity.session_id,
        "user_id": activity.user_id,
        "event": activity.event,
        "ip_address": activity.client.ip_address,
        "user_agent": activity.client.user_agent[:400],
        "at": activity.at,
    }
