"""How a session is written as a row, and read back."""

from collections.abc import Sequence
from typing import Any, Final

import msgspec
from sqlalchemy import ColumnElement

from shop_adapters.sql.auth.tables import sessions
from shop_domain.auth.model import ClientInfo, Session, SessionEndReason

_SAME: Final = tuple(
    field.name for field in msgspec.structs.fields(Session) if field.name not in {"rotated_for", "end_reason"}
)
SESSION_COLUMNS: Final[tuple[ColumnElement[Any], ...]] = tuple(
    sessions.c[name] for name in (*_SAME, "rotated_ip", "rotated_agent", "end_reason")
)


def session_of(row: Sequence[Any]) -> Session:
    """Read a session from the columns above."""
    *same, ip_address, user_agent, end_reason = row
    return Session(
        **dict(zip(_SAME, same, strict=True)),
        rotated_for=ClientInfo(ip_address=ip_address, user_agent=user_agent),
        end_reason=SessionEndReason(end_reason) if end_reason else None,
    )


def session_row(session: Session) -> dict[str, Any]:
    """Write a session."""
    return {
        **{name: getattr(session, name) for name in _SAME},
        "rotated_ip": session.rotated_for.ip_address,
        "rotated_agent": session.rotated_for.user_agent,
        "end_reason": session.end_reason.value if session.end_reason else None,
    }
