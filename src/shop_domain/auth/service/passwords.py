"""Choose another password, knowing the present one or holding a link from a mail."""

from datetime import datetime

from msgspec.structs import replace

from shop_domain.accounts.canonical import canonical
from shop_domain.accounts.email_verification import verified
from shop_domain.accounts.errors import InvalidResetToken, InvalidToken, LinkRefused
from shop_domain.accounts.model import User
from shop_domain.accounts.one_time_token import OneTimeToken, Purpose, redeemable
from shop_domain.accounts.password_rules import IsCommon, OwnData, faults_of, normalised
from shop_domain.accounts.ports import PasswordHasher
from shop_domain.accounts.registration_form import IsAddress, address_faults
from shop_domain.auth.attempts import AttemptType
from shop_domain.auth.blocks import keeps_out, visitor
from shop_domain.auth.errors import Blocked, WrongCurrentPassword
from shop_domain.auth.events import PasswordChanged, PasswordResetRequested
from shop_domain.auth.limits import Counted
from shop_domain.auth.login_throttle import address_key, user_key
from shop_domain.auth.model import ClientInfo, SessionEnd, SessionId, SignedIn
from shop_domain.auth.ports import AuthTx, DeviceName
from shop_domain.auth.service.gate import Gate
from shop_domain.auth.service.journal import Journal
from shop_domain.auth.service.links import Links
from shop_domain.auth.service.login_places import LOGIN
from shop_domain.auth.service.lookout import Lookout
from shop_domain.auth.service.reauthentication import Reauthentication
from shop_domain.auth.service.refused_tries import RefusedTries
from shop_domain.kernel.errors import FieldErrors, InvalidFields, ShopError
from shop_domain.kernel.ports import Begin, Clock
from shop_domain.kernel.retry import retried


class PasswordService:
    """Changes and resets passwords; either ends sessions."""

    def __init__(  # noqa: PLR0913 - its ports, one by one
        self,
        *,
        begin: Begin[AuthTx],
        read: Begin[AuthTx],
        clock: Clock,
        gate: Gate,
        lookout: Lookout,
        links: Links,
        proof: Reauthentication,
        journal: Journal,
        refused: RefusedTries,
        hasher: PasswordHasher,
        device_name: DeviceName,
        is_address: IsAddress,
        is_common: IsCommon,
    ) -> None:
        """Keep hashes in this storage."""
        self._begin, self._read, self._clock, self._gate, self._links = begin, read, clock, gate, links
        self._proof, self._journal, self._refused, self._lookout = proof, journal, refused, lookout
        self._hasher, self._device_name = hasher, device_name
        self._is_address, self._is_common = is_address, is_common

    def change(self, caller: SignedIn, current: str, new: str, client: ClientInfo) -> None:
        """Set a new password and end the caller's other sessions.

        Raises InvalidFields with all that is wrong about both, TooManyLogins, SessionTerminated, or HashingBusy.
        """
        try:
            user = self._proof.prove(caller, current, AttemptType.PASSWORD_CHANGE, client, "current_password")
        except WrongCurrentPassword as wrong:  # and written down
            raise InvalidFields({**wrong.fields, **self._faults(new, self._account(caller))}) from None
        try:
            self._check(new, user)
            self._replace(caller, user, self._hasher.hash(normalised(new)), client)
        except ShopError as refusal:
            self._refused.write_down(AttemptType.PASSWORD_CHANGE, client, refusal, user_id=user.id)
            raise

    def request_reset(self, email: str, client: ClientInfo) -> None:
        """Send a link to the address if it has an account; nobody is told whether it has.

        Raises InvalidFields where it is no address, TooManyResets or Blocked.
        """
        self._gate.pass_through(Counted.RESET, AttemptType.PASSWORD_RESET, client, email)
        if faults := address_faults(email, self._is_address):
            refusal = InvalidFields({"email": faults})
            self._refused.write_down(AttemptType.PASSWORD_RESET, client, refusal, typed=email)
            raise refusal
        self._request(email, client)

    def confirm_reset(self, token: str, new: str, client: ClientInfo) -> None:
        """Set a new password and end every session of the user.

        Raises InvalidResetToken, ResetTokenUsed, ResetTokenExpired, Blocked, InvalidFields (the link can be used again
        then), or HashingBusy.
        """
        link, user, is_shut_out = self._find(token, client)
        try:
            if is_shut_out:
                raise Blocked
            redeemable(link, Purpose.PASSWORD_RESET, self._clock())
            if user is None:
                raise InvalidResetToken
            self._check(new, user)
            hashed = self._hasher.hash(normalised(new))
        except ShopError as refusal:
            user_id = link.user_id if link else None
            self._refused.write_down(AttemptType.PASSWORD_RESET, client, refusal, user_id=user_id)
            raise
        refused = self._reset(token, hashed, client)
        if refused is not None:
            raise refused
        self._lookout.forget((address_key(LOGIN, user.email),))

    @retried
    def _find(self, token: str, client: ClientInfo) -> tuple[OneTimeToken | None, User | None, bool]:
        with self._begin() as tx:
            is_shut_out = tx.blocks.shuts_out(visitor(client, self._clock()))
            link = self._links.find(tx, token)
            return link, tx.users.get(link.user_id) if link else None, is_shut_out

    @retried
    def _reset(self, token: str, hashed: str, client: ClientInfo) -> ShopError | None:
        now, refusal = self._clock(), None
        with self._begin() as tx:
            link = self._links.find(tx, token)
            try:
                self._apply_reset(tx, redeemable(link, Purpose.PASSWORD_RESET, now), hashed, client, now)
            except (LinkRefused, Blocked) as error:
                refusal = error
            kind, user_id = AttemptType.PASSWORD_RESET, link.user_id if link else None
            tx.attempts.add(self._journal.attempt(kind, client, now, refusal=refusal, user_id=user_id))
        return refusal

    def _apply_reset(self, tx: AuthTx, link: OneTimeToken, hashed: str, client: ClientInfo, now: datetime) -> None:
        """Take whoever reads the account's mail for its owner: its address is verified, its login limit starts anew."""
        key = user_key(LOGIN, str(link.user_id))
        tx.tallies.release([key], "", clear=key)
        user = tx.users.lock(link.user_id)
        if user is None:
            raise InvalidResetToken
        if keeps_out(user, now):
            raise Blocked
        user = user if user.email_verified_at else verified(user, link, now)
        self._set(tx, replace(user, password_hash=hashed, password_changed_at=now), client, keep=None)
        tx.one_time_tokens.mark_used(link, client.ip_address, now)

    @retried
    def _replace(self, caller: SignedIn, proven: User, hashed: str, client: ClientInfo) -> None:
        now = self._clock()
        with self._begin() as tx:
            user = tx.users.lock(caller.user_id)
            tx.session_guard.confirm(caller.session_id)
            if user is None or user.password_hash != proven.password_hash:
                raise WrongCurrentPassword("current_password")
            changed = replace(user, password_hash=hashed, password_changed_at=now)
            self._set(tx, changed, client, keep=caller.session_id)
            kind = AttemptType.PASSWORD_CHANGE
            tx.attempts.add(self._journal.attempt(kind, client, now, refusal=None, user_id=user.id, typed=user.email))

    def _set(self, tx: AuthTx, user: User, client: ClientInfo, *, keep: SessionId | None) -> None:
        now, reset = user.password_changed_at, keep is None
        reason = SessionEnd.PASSWORD_RESET if reset else SessionEnd.PASSWORD_CHANGED
        tx.users.save(user)
        tx.one_time_tokens.replace_all(user.id, now)
        ended = tx.sessions.end_all(user.id, reason, now, keep=keep)
        tx.attempts.note(*self._journal.turns(reason, ended, user.id, client, now))
        tx.outbox.add(
            PasswordChanged(
                at=now,
                user_id=user.id,
                email=user.email,
                first_name=user.first_name,
                by_reset=reset,
                ip_address=client.ip_address,
                device_info=self._device_name(client.user_agent),
            )
        )

    @retried
    def _request(self, email: str, client: ClientInfo) -> None:
        now = self._clock()
        with self._begin() as tx:
            found = tx.users.by_email(canonical(email))
            user = tx.users.lock(found.id) if found else None
            if user is not None and user.disabled_at is None and not keeps_out(user, now):
                self._send_link(tx, user, client, now)
            user_id = user.id if user else None
            kind = AttemptType.PASSWORD_RESET
            tx.attempts.add(self._journal.attempt(kind, client, now, refusal=None, user_id=user_id, typed=email))

    def _send_link(self, tx: AuthTx, user: User, client: ClientInfo, now: datetime) -> None:
        link = self._links.make(tx, user, Purpose.PASSWORD_RESET, user.email, client, now)
        tx.outbox.add(
            PasswordResetRequested(
                at=now,
                user_id=user.id,
                email=user.email,
                first_name=user.first_name,
                token_id=link.id,
                expires_at=link.expires_at,
                ip_address=client.ip_address,
                device_info=self._device_name(client.user_agent),
            )
        )

    def _check(self, new: str, user: User) -> None:
        if faults := self._faults(new, user):
            raise InvalidFields(faults)

    def _faults(self, new: str, user: User) -> FieldErrors:
        own = OwnData(username=user.username, first_name=user.first_name, last_name=user.last_name, email=user.email)
        messages = faults_of(new, own, self._is_common)
        return FieldErrors(new_password=messages) if messages else FieldErrors()

    def _account(self, caller: SignedIn) -> User:
        with self._read() as tx:
            user = tx.users.get(caller.user_id)
        if user is None:
            raise InvalidToken
        return user
