"""Staff protect their accounts by an app that shows codes."""

from typing import Final, NamedTuple

from msgspec.structs import replace

from shop_domain.accounts.errors import UserNotFound
from shop_domain.accounts.model import SecondFactor, User, user_reference
from shop_domain.accounts.one_time_token import digest_of
from shop_domain.auth.model import AuthenticatedUser, ClientInfo
from shop_domain.auth.ports import ConfirmPassword, DeriveFactorSecret
from shop_domain.auth.second_factor import base32_secret, consume_code, is_enabled, provisioning_uri
from shop_domain.kernel.ports import Begin, Clock, NewId, RandomBytes
from shop_domain.kernel.retry import retry_on_storage_busy
from shop_domain.staff.audit_log import audit_log_entry
from shop_domain.staff.errors import NotPermitted, SecondFactorConflict
from shop_domain.staff.ports import StaffTx

RECOVERY_CODES: Final = 10
RECOVERY_BYTES: Final = 10


class Enrolment(NamedTuple):
    """What an app is fed with."""

    secret: str
    provisioning_uri: str


class SecondFactorService:
    """From a picture on a screen to an account that asks for codes, and back."""

    def __init__(
        self,
        *,
        begin: Begin[StaffTx],
        clock: Clock,
        new_id: NewId,
        random_bytes: RandomBytes,
        confirm_password: ConfirmPassword,
        derive_secret: DeriveFactorSecret,
        shop_name: str,
    ) -> None:
        self._begin, self._clock, self._new_id, self._random_bytes = begin, clock, new_id, random_bytes
        self._confirm_password, self._derive_secret, self._shop_name = confirm_password, derive_secret, shop_name

    def enrol(self, caller: AuthenticatedUser, password: str, client: ClientInfo) -> Enrolment:
        """Give staff a new secret for their app; nothing is asked for before it is confirmed.

        Raises NotPermitted, WrongCurrentPassword, TooManyLogins, or SecondFactorStands where one is in use.
        """
        if not caller.is_staff:
            raise NotPermitted
        user = self._confirm_password(caller, password, client)
        factor = SecondFactor(enrolment=self._new_id())
        self._start(caller, factor)
        secret = self._derive_secret(factor.enrolment)
        return Enrolment(
            secret=base32_secret(secret), provisioning_uri=provisioning_uri(secret, user.email, self._shop_name)
        )

    @retry_on_storage_busy
    def confirm(self, caller: AuthenticatedUser, code: str, client: ClientInfo) -> tuple[str, ...]:
        """Ask for codes from now on, and give the recovery codes, which are shown this once.

        Raises InvalidSecondFactor or SecondFactorStands.
        """
        now = self._clock()
        codes = tuple(self._random_bytes(RECOVERY_BYTES).hex() for _ in range(RECOVERY_CODES))
        with self._begin() as tx:
            user = self._lock_account(tx, caller)
            factor = user.second_factor
            if factor is None or is_enabled(factor):
                raise SecondFactorConflict
            used = consume_code(factor, self._derive_secret(factor.enrolment), code, now)
            kept = replace(used, confirmed_at=now, recovery=tuple(map(digest_of, codes)))
            tx.users.save(replace(user, second_factor=kept))
            self._log(tx, caller, "confirm_second_factor", client)
        return codes

    def remove(self, caller: AuthenticatedUser, password: str, client: ClientInfo) -> None:
        """Ask for codes no more, also of somebody who is no staff any longer.

        Raises WrongCurrentPassword or TooManyLogins.
        """
        self._confirm_password(caller, password, client)
        self._remove(caller, client)

    @retry_on_storage_busy
    def _start(self, caller: AuthenticatedUser, factor: SecondFactor) -> None:
        with self._begin() as tx:
            user = self._lock_account(tx, caller)
            if is_enabled(user.second_factor):
                raise SecondFactorConflict
            tx.users.save(replace(user, second_factor=factor))

    @retry_on_storage_busy
    def _remove(self, caller: AuthenticatedUser, client: ClientInfo) -> None:
        with self._begin() as tx:
            user = self._lock_account(tx, caller)
            tx.users.save(replace(user, second_factor=None))
            self._log(tx, caller, "remove_second_factor", client)

    def _lock_account(self, tx: StaffTx, caller: AuthenticatedUser) -> User:
        user = tx.users.lock(caller.user_id)
        tx.session_guard.confirm(caller.session_id)
        if user is None:
            raise UserNotFound
        return user

    def _log(self, tx: StaffTx, caller: AuthenticatedUser, action: str, client: ClientInfo) -> None:
        subject, now = user_reference(caller.user_id), self._clock()
        tx.audit_log.add(audit_log_entry(self._new_id(), caller, action, subject, {}, client, now))
