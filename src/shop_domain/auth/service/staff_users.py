"""Staff look accounts up, and change somebody's standing."""

from shop_domain.accounts.errors import UserNotFound
from shop_domain.accounts.model import User, UserId
from shop_domain.auth.model import ClientInfo, SessionEnd, SignedIn
from shop_domain.auth.ports import AuthTx
from shop_domain.auth.service.journal import Journal
from shop_domain.auth.staff_permissions import Permission, require
from shop_domain.auth.staffing import Standing, with_standing
from shop_domain.auth.watch import UserFilter
from shop_domain.kernel.paging import Page, PageRequest
from shop_domain.kernel.ports import Begin, Clock
from shop_domain.kernel.retry import retried


class StaffUserService:
    """Accounts, as administrators keep them."""

    def __init__(self, *, begin: Begin[AuthTx], read: Begin[AuthTx], clock: Clock, journal: Journal) -> None:
        """Keep accounts in this storage."""
        self._begin, self._read, self._clock, self._journal = begin, read, clock, journal

    def list(self, caller: SignedIn, wanted: UserFilter, page: PageRequest) -> Page[User]:
        """List accounts, the newest first; raise NotPermitted."""
        require(caller, Permission.USERS)
        with self._read() as tx:
            return tx.watch.users(wanted, page)

    @retried
    def change(self, caller: SignedIn, user_id: UserId, wanted: Standing, client: ClientInfo) -> User:
        """Open or shut an account, or change what its user does in the shop; it holds from the next request on.

        Raises UserNotFound, CannotChangeSelf, AccountErased, InvalidFields or NotPermitted.
        """
        now = self._clock()
        with self._begin() as tx:
            require(tx.staff_guard.confirm(caller, user_id), Permission.USERS)
            user = tx.users.lock(user_id)
            if user is None:
                raise UserNotFound
            changed = tx.users.save(with_standing(user, wanted, caller, now))
            if not changed.is_active:
                ended = tx.sessions.end_all(user_id, SessionEnd.ACCOUNT_DISABLED, now, keep=None)
                tx.one_time_tokens.replace_all(user_id, now)
                tx.attempts.note(*self._journal.turns(SessionEnd.ACCOUNT_DISABLED, ended, user_id, client, now))
            subject, details = f"user:{user_id}", _differences(user, changed)
            tx.staff_actions.add(self._journal.staff_action(caller, "change_user", subject, details, client, now))
        return changed


def _differences(before: User, after: User) -> dict[str, str]:
    names = ("is_active", "is_staff", "role")
    pairs = {name: (getattr(before, name), getattr(after, name)) for name in names}
    return {name: f"{old} -> {new}" for name, (old, new) in pairs.items() if old != new}
