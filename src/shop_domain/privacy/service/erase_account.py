"""A user leaves for good."""

from shop_domain.accounts.erasure import erase
from shop_domain.accounts.errors import UserNotFound
from shop_domain.accounts.model import Role, User
from shop_domain.auth.events import AccountDeleted
from shop_domain.auth.model import AuthenticatedUser, ClientInfo, SessionEndReason
from shop_domain.auth.ports import ConfirmPassword
from shop_domain.kernel.ports import Begin, Clock
from shop_domain.kernel.retry import retry_on_storage_busy
from shop_domain.privacy.ports import AccountErasureTx
from shop_domain.staff.account_status import require_other_administrator


class AccountErasureService:
    """Erases what the shop holds on a user."""

    def __init__(self, *, begin: Begin[AccountErasureTx], clock: Clock, confirm_password: ConfirmPassword) -> None:
        self._begin = begin
        self._clock = clock
        self._confirm_password = confirm_password

    def erase(self, caller: AuthenticatedUser, password: str, client: ClientInfo) -> None:
        """Erase the caller's personal data and end all sessions; orders are kept, without saying whose they were.

        Raises WrongCurrentPassword, TooManyLogins, SessionTerminated, or LastAdministrator.
        """
        self._confirm_password(caller, password, client)
        self._erase(caller)

    @retry_on_storage_busy
    def _erase(self, caller: AuthenticatedUser) -> None:
        user_id, now = caller.user_id, self._clock()
        with self._begin() as tx:
            administrators = tx.administrators.lock_active(now) if caller.role is Role.ADMIN else ()
            user = _existing(tx.users.lock(user_id))
            tx.session_guard.confirm(caller.session_id)
            require_other_administrator(user, administrators)
            tx.outbox.add(AccountDeleted(user_id=user_id, email=user.email, first_name=user.first_name, at=now))
            tx.sessions.end_all(user_id, SessionEndReason.ACCOUNT_DELETED, now, keep=None)
            tx.personal_data_eraser.erase(user_id)
            tx.users.save(erase(user, now))


def _existing(user: User | None) -> User:
    if user is None:
        raise UserNotFound
    return user
