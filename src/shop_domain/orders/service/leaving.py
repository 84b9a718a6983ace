"""A user leaves for good."""

from shop_domain.accounts.erased import erased
from shop_domain.accounts.errors import UserNotFound
from shop_domain.accounts.model import Role, User
from shop_domain.auth.events import AccountDeleted
from shop_domain.auth.model import ClientInfo, SessionEnd, SignedIn
from shop_domain.auth.staffing import require_successor
from shop_domain.kernel.ports import Begin, Clock
from shop_domain.kernel.retry import retried
from shop_domain.orders.ports import LeavingTx, ProvePassword


class LeavingService:
    """Erases what the shop holds on a user."""

    def __init__(self, *, begin: Begin[LeavingTx], clock: Clock, prove_password: ProvePassword) -> None:
        """Erase it from this storage."""
        self._begin = begin
        self._clock = clock
        self._prove = prove_password

    def leave(self, caller: SignedIn, password: str, client: ClientInfo) -> None:
        """Erase the caller's personal data and end all sessions; orders are kept, without saying whose they were.

        Raises WrongCurrentPassword, TooManyLogins, SessionTerminated, or LastAdministrator.
        """
        self._prove(caller, password, client)
        self._erase(caller)

    @retried
    def _erase(self, caller: SignedIn) -> None:
        user_id, now = caller.user_id, self._clock()
        with self._begin() as tx:
            administrators = tx.administrators.hold(now) if caller.role is Role.ADMIN else ()
            user = _known(tx.users.lock(user_id))
            tx.session_guard.confirm(caller.session_id)
            require_successor(user, administrators)
            tx.outbox.add(AccountDeleted(user_id=user_id, email=user.email, first_name=user.first_name, at=now))
            tx.sessions.end_all(user_id, SessionEnd.ACCOUNT_DELETED, now, keep=None)
            tx.personal_traces.erase(user_id)
            tx.users.save(erased(user, now))


def _known(user: User | None) -> User:
    if user is None:
        raise UserNotFound
    return user
