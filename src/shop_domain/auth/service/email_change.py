"""Move an account to another address, once its owner has shown to read mail there."""

from datetime import datetime

from shop_domain.accounts.canonical import canonical
from shop_domain.accounts.email_verification import moved
from shop_domain.accounts.errors import EMAIL_TAKEN, InvalidToken, LinkRefused
from shop_domain.accounts.model import User, UserId
from shop_domain.accounts.one_time_token import OneTimeToken, Purpose, redeemable
from shop_domain.accounts.registration_form import IsAddress, address_faults
from shop_domain.auth.attempts import AttemptType
from shop_domain.auth.blocks import keeps_out
from shop_domain.auth.errors import Blocked, WrongCurrentPassword
from shop_domain.auth.events import EmailChanged, EmailChangeRequested
from shop_domain.auth.limits import Counted
from shop_domain.auth.model import ClientInfo, SignedIn
from shop_domain.auth.ports import AuthTx
from shop_domain.auth.service.gate import Gate
from shop_domain.auth.service.journal import Journal
from shop_domain.auth.service.links import Links
from shop_domain.auth.service.reauthentication import Reauthentication
from shop_domain.auth.service.refused_tries import RefusedTries
from shop_domain.kernel.errors import FieldErrors, InvalidFields, ShopError
from shop_domain.kernel.ports import Begin, Clock
from shop_domain.kernel.retry import retried


class EmailChangeService:
    """From the wish for another address to the account that has it."""

    def __init__(  # noqa: PLR0913 - its ports, one by one
        self,
        *,
        begin: Begin[AuthTx],
        read: Begin[AuthTx],
        clock: Clock,
        gate: Gate,
        links: Links,
        proof: Reauthentication,
        journal: Journal,
        refused: RefusedTries,
        is_address: IsAddress,
        strict_privacy: bool,
    ) -> None:
        """Keep accounts in this storage; with `strict_privacy` nobody is told that an address is taken."""
        self._begin, self._read, self._clock, self._gate, self._links = begin, read, clock, gate, links
        self._proof, self._journal, self._refused = proof, journal, refused
        self._is_address, self._strict_privacy = is_address, strict_privacy

    def request(self, caller: SignedIn, new_email: str, password: str, client: ClientInfo) -> None:
        """Send a link to the new address, and a notice to the present one.

        Raises InvalidFields with all that is wrong, TooManyLogins, SessionTerminated, or HashingBusy.
        """
        taken = self._is_taken(new_email)
        faults = self._faults(new_email, taken=taken)
        try:
            self._proof.prove(caller, password, AttemptType.EMAIL_CHANGE, client, "password")
        except WrongCurrentPassword as wrong:  # and written down
            raise InvalidFields({**wrong.fields, **faults}) from None
        try:
            if faults:
                raise InvalidFields(faults)
            self._ask(caller, new_email.strip(), client, taken=taken)
        except ShopError as refusal:
            self._refused.write_down(AttemptType.EMAIL_CHANGE, client, refusal, user_id=caller.user_id)
            raise

    def confirm(self, token: str, client: ClientInfo) -> None:
        """Give the account the address that the link went to.

        Raises InvalidToken, TokenUsed, TokenExpired, EmailTaken, TooManyVerifications or Blocked.
        """
        self._gate.pass_through(Counted.VERIFICATION, AttemptType.EMAIL_CHANGE, client)
        try:
            refusal = self._move(token, client)
        except InvalidFields as taken:
            self._refused.write_down(AttemptType.EMAIL_CHANGE, client, taken, user_id=self._holder(token))
            raise
        if refusal is not None:
            raise refusal

    def _faults(self, new_email: str, *, taken: bool) -> FieldErrors:
        messages = address_faults(new_email, self._is_address)
        if taken and not messages and not self._strict_privacy:
            messages = [EMAIL_TAKEN]
        return FieldErrors(new_email=messages) if messages else FieldErrors()

    def _is_taken(self, new_email: str) -> bool:
        with self._read() as tx:
            return tx.names.taken(canonical(new_email), "")[0]

    @retried
    def _ask(self, caller: SignedIn, new_email: str, client: ClientInfo, *, taken: bool) -> None:
        now = self._clock()
        with self._begin() as tx:
            user = tx.users.lock(caller.user_id)
            tx.session_guard.confirm(caller.session_id)
            if user is not None and not taken:
                self._send_link(tx, user, new_email, client)
            kind, user_id = AttemptType.EMAIL_CHANGE, caller.user_id
            tx.attempts.add(self._journal.attempt(kind, client, now, refusal=None, user_id=user_id, typed=new_email))

    def _send_link(self, tx: AuthTx, user: User, new_email: str, client: ClientInfo) -> None:
        now = self._clock()
        link = self._links.make(tx, user, Purpose.EMAIL_CHANGE, new_email, client, now)
        tx.outbox.add(
            EmailChangeRequested(
                at=now,
                user_id=user.id,
                email=user.email,
                first_name=user.first_name,
                token_id=link.id,
                new_email=new_email,
                expires_at=link.expires_at,
                ip_address=client.ip_address,
            )
        )

    @retried
    def _move(self, token: str, client: ClientInfo) -> ShopError | None:
        now, refusal = self._clock(), None
        with self._begin() as tx:
            found = self._links.find(tx, token)
            try:
                link = redeemable(found, Purpose.EMAIL_CHANGE, now)
                user = _owner(tx, link, now)
                tx.users.save(moved(user, link, now))
                tx.one_time_tokens.replace_all(user.id, now)
                tx.one_time_tokens.mark_used(link, client.ip_address, now)
                self._tell(tx, user, link.address, client)
            except (LinkRefused, Blocked) as error:
                refusal = error
            user_id, kind = found.user_id if found else None, AttemptType.EMAIL_CHANGE
            tx.attempts.add(self._journal.attempt(kind, client, now, refusal=refusal, user_id=user_id))
        return refusal

    def _tell(self, tx: AuthTx, before: User, new_email: str, client: ClientInfo) -> None:
        tx.outbox.add(
            EmailChanged(
                at=self._clock(),
                user_id=before.id,
                email=new_email,
                first_name=before.first_name,
                old_email=before.email,
                ip_address=client.ip_address,
            )
        )

    @retried
    def _holder(self, token: str) -> UserId | None:
        with self._begin() as tx:
            link = self._links.find(tx, token)
            return link.user_id if link else None


def _owner(tx: AuthTx, link: OneTimeToken, now: datetime) -> User:
    user = tx.users.lock(link.user_id)
    if user is None:
        raise InvalidToken
    if keeps_out(user, now):
        raise Blocked
    return user
