"""The log of every try, and of every turn of a session."""

from typing import Any, Final

import msgspec
from sqlalchemy import select

from shop_adapters.sql.auth.session_list import IS_SHUT_OUT, named
from shop_adapters.sql.auth.tables import security_attempts, session_activities
from shop_adapters.sql.database import Database
from shop_domain.auth.attempts import Activity, SecurityAttempt
from shop_domain.auth.blocks import Visitor

FIELDS: Final = tuple(field.name for field in msgspec.structs.fields(SecurityAttempt))
_SHUT_OUT: Final = select(IS_SHUT_OUT)


class SqlAttempts:
    """The log of every try; rows are only ever added."""

    def __init__(self, database: Database) -> None:
        """Write through this conversation."""
        self._database = database

    def add(self, attempt: SecurityAttempt) -> None:
        """Write a try down with the transaction."""
        self._database.append(security_attempts, _row(attempt))

    def note(self, *activities: Activity) -> None:
        """Write turns of sessions down with the transaction."""
        self._database.append(session_activities, *(_turn(activity) for activity in activities))


class SqlBlocks:
    """Whom staff have shut out."""

    def __init__(self, database: Database) -> None:
        """Speak through this conversation."""
        self._database = database

    def shuts_out(self, visitor: Visitor) -> bool:
        """Tell whether a block that is in force names the visitor's network."""
        return bool(self._database.execute(_SHUT_OUT, named(visitor)).scalar_one())


def _row(attempt: SecurityAttempt) -> dict[str, Any]:
    values = {name: getattr(attempt, name) for name in FIELDS}
    return {**values, "attempt_type": attempt.attempt_type.value}


def _turn(activity: Activity) -> dict[str, Any]:
    return {
        "id": activity.id,
        "session_id": activity.session_id,
        "user_id": activity.user_id,
        "event": activity.event,
        "ip_address": activity.client.ip_address,
        "user_agent": activity.client.user_agent[:400],
        "at": activity.at,
    }
