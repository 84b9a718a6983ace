"""Which staff a transaction is for, in SQL."""

from datetime import datetime
from typing import Final

from msgspec.structs import replace
from sqlalchemy import bindparam, or_, select

from shop_adapters.sql.accounts.tables import users
from shop_adapters.sql.auth.session_guard import SqlSessionGuard
from shop_adapters.sql.engine.repository import SqlRepository
from shop_domain.accounts.model import Role, UserId
from shop_domain.auth.errors import SessionTerminated
from shop_domain.auth.model import AuthenticatedUser

_STATUS: Final = (
    select(users.c.id, users.c.is_active, users.c.is_staff, users.c.role)
    .where(users.c.id.in_(bindparam("ids", expanding=True)))
    .order_by(users.c.id)
)
_SHARE: Final = _STATUS.with_for_update(read=True)
_LOCK: Final = _STATUS.with_for_update(key_share=True)
_ADMINISTRATORS: Final = (
    select(users.c.id)
    .where(
        users.c.role == Role.ADMIN.value,
        users.c.is_staff,
        users.c.is_active,
        or_(users.c.blocked_until.is_(None), users.c.blocked_until <= bindparam("now")),
    )
    .order_by(users.c.id)
    .with_for_update(key_share=True)
)


class SqlStaffGuard(SqlRepository):
    def confirm(self, caller: AuthenticatedUser, *changed: UserId) -> AuthenticatedUser:
        """Hold the caller's account and session, and accounts that shall change; give the caller's present standing.

        The caller's own account is shared with their other requests where nobody's is to change.
        """
        ids = list({caller.user_id, *changed})
        held = {row.id: row for row in self._database.execute(_LOCK if changed else _SHARE, {"ids": ids})}
        SqlSessionGuard(self._database).confirm(caller.session_id)
        own = held.get(caller.user_id)
        if own is None or not own.is_active:
            raise SessionTerminated
        return replace(caller, is_staff=own.is_staff, role=Role(own.role))


class SqlAdministrators(SqlRepository):
    def lock_active(self, now: datetime) -> tuple[UserId, ...]:
        return tuple(self._database.execute(_ADMINISTRATORS, {"now": now}).scalars())
