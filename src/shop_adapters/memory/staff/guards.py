"""Which staff a transaction is for, in memory."""

from datetime import datetime

from msgspec.structs import replace

from shop_adapters.memory.auth.session_guard import MemorySessionGuard
from shop_adapters.memory.engine.repository import MemoryRepository
from shop_adapters.memory.staff.tables import MemoryStaffTables
from shop_domain.accounts.model import UserId
from shop_domain.auth.errors import SessionTerminated
from shop_domain.auth.model import AuthenticatedUser
from shop_domain.staff.account_status import is_active_administrator


class MemoryStaffGuard(MemoryRepository[MemoryStaffTables]):
    def confirm(self, caller: AuthenticatedUser, *changed: UserId) -> AuthenticatedUser:  # noqa: ARG002 - SQL holds them
        """Give the caller's present standing; raise SessionTerminated where the session is over or the account shut."""
        MemorySessionGuard(self._tables).confirm(caller.session_id)
        user = self._tables.users.get(caller.user_id)
        if user is None or not user.is_active:
            raise SessionTerminated
        return replace(caller, is_staff=user.is_staff, role=user.role)


class MemoryAdministrators(MemoryRepository[MemoryStaffTables]):
    def lock_active(self, now: datetime) -> tuple[UserId, ...]:
        return tuple(sorted(user.id for user in self._tables.users if is_active_administrator(user, now)))
