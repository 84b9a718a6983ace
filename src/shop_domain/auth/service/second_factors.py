"""Staff protect their accounts by an app that shows codes."""

from typing import Final, NamedTuple

from msgspec.structs import replace

from shop_domain.accounts.errors import UserNotFound
from shop_domain.accounts.model import SecondFactor, User
from shop_domain.accounts.one_time_token import digest_of
from shop_domain.auth.attempts import AttemptType
from shop_domain.auth.errors import NotPermitted, SecondFactorStands
from shop_domain.auth.model import ClientInfo, SignedIn
from shop_domain.auth.ports import AuthTx, FactorSecret
from shop_domain.auth.second_factor import is_in_force, key_address, key_text, spent
from shop_domain.auth.service.journal import Journal
from shop_domain.auth.service.reauthentication import Reauthentication
from shop_domain.kernel.ports import Begin, Clock, NewId, RandomBytes
from shop_domain.kernel.retry import retried

RECOVERY_CODES: Final = 10
RECOVERY_BYTES: Final = 10


class Enrolment(NamedTuple):
    """What an app is fed with."""

    secret: str
    address: str


class SecondFactorService:
    """From a picture on a screen to an account that asks for codes, and back."""

    def __init__(
        self,
        *,
        begin: Begin[AuthTx],
        clock: Clock,
        new_id: NewId,
        random_bytes: RandomBytes,
        proof: Reauthentication,
        secret_of: FactorSecret,
        shop_name: str,
        journal: Journal,
    ) -> None:
        """Keep enrolments in this storage; apps show them under the shop's name."""
        self._begin, self._clock, self._new_id, self._random_bytes = begin, clock, new_id, random_bytes
        self._proof, self._secret_of, self._shop_name, self._journal = proof, secret_of, shop_name, journal

    def enrol(self, caller: SignedIn, password: str, client: ClientInfo) -> Enrolment:
        """Give staff a new secret for their app; nothing is asked for before it is confirmed.

        Raises NotPermitted, WrongCurrentPassword, TooManyLogins, or SecondFactorStands where one is in use.
        """
        if not caller.is_staff:
            raise NotPermitted
        user = self._proof.prove(caller, password, AttemptType.PASSWORD_CHANGE, client, "password")
        factor = SecondFactor(enrolment=self._new_id())
        self._start(caller, factor)
        secret = self._secret_of(factor.enrolment)
        return Enrolment(secret=key_text(secret), address=key_address(secret, user.email, self._shop_name))

    @retried
    def confirm(self, caller: SignedIn, code: str, client: ClientInfo) -> tuple[str, ...]:
        """Ask for codes from now on, and give the recovery codes, which are shown this once.

        Raises InvalidSecondFactor or SecondFactorStands.
        """
        now = self._clock()
        codes = tuple(self._random_bytes(RECOVERY_BYTES).hex() for _ in range(RECOVERY_CODES))
        with self._begin() as tx:
            user = self._locked(tx, caller)
            factor = user.second_factor
            if factor is None or is_in_force(factor):
                raise SecondFactorStands
            used = spent(factor, self._secret_of(factor.enrolment), code, now)
            kept = replace(used, confirmed_at=now, recovery=tuple(map(digest_of, codes)))
            tx.users.save(replace(user, second_factor=kept))
            self._note(tx, caller, "confirm_second_factor", client)
        return codes

    def remove(self, caller: SignedIn, password: str, client: ClientInfo) -> None:
        """Ask for codes no more, also of somebody who is no staff any longer.

        Raises WrongCurrentPassword or TooManyLogins.
        """
        self._proof.prove(caller, password, AttemptType.PASSWORD_CHANGE, client, "password")
        self._take_away(caller, client)

    @retried
    def _start(self, caller: SignedIn, factor: SecondFactor) -> None:
        with self._begin() as tx:
            user = self._locked(tx, caller)
            if is_in_force(user.second_factor):
                raise SecondFactorStands
            tx.users.save(replace(user, second_factor=factor))

    @retried
    def _take_away(self, caller: SignedIn, client: ClientInfo) -> None:
        with self._begin() as tx:
            user = self._locked(tx, caller)
            tx.users.save(replace(user, second_factor=None))
            self._note(tx, caller, "remove_second_factor", client)

    def _locked(self, tx: AuthTx, caller: SignedIn) -> User:
        user = tx.users.lock(caller.user_id)
        tx.session_guard.confirm(caller.session_id)
        if user is None:
            raise UserNotFound
        return user

    def _note(self, tx: AuthTx, caller: SignedIn, action: str, client: ClientInfo) -> None:
        subject, now = f"user:{caller.user_id}", self._clock()
        tx.staff_actions.add(self._journal.staff_action(caller, action, subject, {}, client, now))
