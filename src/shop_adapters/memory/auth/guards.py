"""Who a transaction is for; nobody else can change them, since transactions take turns."""

from datetime import datetime

from msgspec.structs import replace

from shop_adapters.memory.auth.state import MemoryDoor
from shop_domain.accounts.model import Role, UserId
from shop_domain.auth.blocks import keeps_out
from shop_domain.auth.errors import SessionTerminated
from shop_domain.auth.model import SessionId, SignedIn


class MemorySessionGuard:
    """For transactions that must not commit for somebody who was just signed out."""

    def __init__(self, door: MemoryDoor) -> None:
        """Read these tables."""
        self._door = door

    def confirm(self, session_id: SessionId) -> None:
        """Raise SessionTerminated where the session is over."""
        session = self._door.sessions.get(session_id)
        if session is None or session.ended_at is not None:
            raise SessionTerminated


class MemoryStaffGuard:
    """For what staff change: it must not commit for somebody who was just signed out, shut out or demoted."""

    def __init__(self, door: MemoryDoor) -> None:
        """Read these tables."""
        self._door = door

    def confirm(self, caller: SignedIn, *changed: UserId) -> SignedIn:  # noqa: ARG002 - SQL holds them
        """Give the caller's present standing; raise SessionTerminated where the session is over or the account shut."""
        MemorySessionGuard(self._door).confirm(caller.session_id)
        user = self._door.users.get(caller.user_id)
        if user is None or not user.is_active:
            raise SessionTerminated
        return replace(caller, is_staff=user.is_staff, role=user.role)


class MemoryAdministrators:
    """Who can let others in."""

    def __init__(self, door: MemoryDoor) -> None:
        """Read these tables."""
        self._door = door

    def hold(self, now: datetime) -> tuple[UserId, ...]:
        """Name the administrators who are not shut out, in order."""
        staff = [user for user in self._door.users if user.is_active and user.is_staff and user.role is Role.ADMIN]
        return tuple(sorted(user.id for user in staff if not keeps_out(user, now)))
