"""Staff look accounts up, and change somebody's standing."""

from shop_domain.accounts.errors import UserNotFound
from shop_domain.accounts.model import User, UserId, user_reference
from shop_domain.auth.model import AuthenticatedUser, ClientInfo, SessionEndReason
from shop_domain.auth.security_log import SecurityLog
from shop_domain.kernel.paging import Page, PageRequest
from shop_domain.kernel.ports import Begin, Clock, NewId
from shop_domain.kernel.retry import retry_on_storage_busy
from shop_domain.staff.account_status import AccountStatusChange, change_account_status
from shop_domain.staff.audit_log import audit_log_entry
from shop_domain.staff.permissions import Permission, require_permission
from shop_domain.staff.ports import StaffTx
from shop_domain.staff.security_reports import UserFilter


class UserAdministrationService:
    """Accounts, as administrators keep them."""

    def __init__(
        self, *, begin: Begin[StaffTx], read: Begin[StaffTx], clock: Clock, new_id: NewId, security_log: SecurityLog
    ) -> None:
        self._begin, self._read, self._clock, self._new_id = begin, read, clock, new_id
        self._security_log = security_log

    def list(self, caller: AuthenticatedUser, wanted: UserFilter, page: PageRequest) -> Page[User]:
        """List accounts, the newest first; raise NotPermitted."""
        require_permission(caller, Permission.USERS)
        with self._read() as tx:
            return tx.security_reports.users(wanted, page)

    @retry_on_storage_busy
    def change(
        self, caller: AuthenticatedUser, user_id: UserId, wanted: AccountStatusChange, client: ClientInfo
    ) -> User:
        """Open or shut an account, or change what its user does in the shop; it holds from the next request on.

        Raises UserNotFound, CannotChangeSelf, AccountErased, InvalidFields or NotPermitted.
        """
        now = self._clock()
        with self._begin() as tx:
            require_permission(tx.staff_guard.confirm(caller, user_id), Permission.USERS)
            user = tx.users.lock(user_id)
            if user is None:
                raise UserNotFound
            changed = tx.users.save(change_account_status(user, wanted, caller, now))
            if not changed.is_active:
                ended = tx.sessions.end_all(user_id, SessionEndReason.ACCOUNT_DISABLED, now, keep=None)
                tx.one_time_tokens.revoke_all(user_id, now)
                tx.attempt_log.add_session_events(
                    *self._security_log.new_session_events(
                        SessionEndReason.ACCOUNT_DISABLED, ended, user_id, client, now
                    )
                )
            subject, details = user_reference(user_id), _differences(user, changed)
            tx.audit_log.add(audit_log_entry(self._new_id(), caller, "change_user", subject, details, client, now))
        return changed


def _differences(before: User, after: User) -> dict[str, str]:
    names = ("is_active", "is_staff", "role")
    pairs = {name: (getattr(before, name), getattr(after, name)) for name in names}
    return {name: f"{old} -> {new}" for name, (old, new) in pairs.items() if old != new}
