"""What accounts need from outside."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Protocol, TypeAlias

from shop_domain.accounts.address import Address, CheckedAddress
from shop_domain.accounts.model import SessionId, User, UserId
from shop_domain.accounts.one_time_token import OneTimeToken, Purpose, TokenId
from shop_domain.accounts.profile import Profile

MakeLinkToken: TypeAlias = Callable[[TokenId, Purpose], str]
"""Make the secret of a mailed link from the id of its row; always the same one, so that no text is ever stored."""


class Users(Protocol):
    """Accounts by id and by address."""

    def get(self, user_id: UserId) -> User | None:
        """Read an account."""
        ...

    def by_email(self, email: str) -> User | None:
        """Find the account of an address, however it is spelled."""
        ...

    def lock(self, user_id: UserId) -> User | None:
        """Read an account as it is now, and keep others from changing it until the transaction ends."""
        ...

    def add(self, user: User) -> None:
        """Store a new account; raise EmailTaken or UsernameTaken where another one was first."""
        ...

    def save(self, user: User) -> User:
        """Store a changed account at its next version; raise ConcurrentUpdate, EmailTaken or UsernameTaken."""
        ...


class Owner(Protocol):
    """Somebody who signed in and works on their own account."""

    @property
    def user_id(self) -> UserId:
        """Whose account it is."""
        ...

    @property
    def session_id(self) -> SessionId:
        """The session that they came with."""
        ...


class SessionGuard(Protocol):
    """For transactions that must not commit for somebody who was just signed out."""

    def confirm(self, session_id: SessionId) -> None:
        """Hold the session as it is until the transaction ends; raise SessionTerminated where it is over."""
        ...


class AccountNames(Protocol):
    """Which names are gone."""

    def taken(self, email: str, username: str) -> tuple[bool, bool]:
        """Tell whether an account has the address, and whether one has the user name."""
        ...


class OneTimeTokens(Protocol):
    """Mailed links: one live for each user and purpose."""

    def add(self, token: OneTimeToken) -> None:
        """Store a new link; every older one of the same user and purpose stops working."""
        ...

    def lock(self, digest: str) -> OneTimeToken | None:
        """Find a link by its token's digest, and keep others from using it until the transaction ends."""
        ...

    def mark_used(self, token: OneTimeToken, ip_address: str, now: datetime) -> None:
        """Note that the link did its work, and for whom."""
        ...

    def revoke_all(self, user_id: UserId, now: datetime) -> None:
        """Stop every link of the user that was not used yet."""
        ...


class PasswordHasher(Protocol):
    """Slow, salted hashes, computed in a place of their own."""

    def hash(self, password: str) -> str:
        """Hash a password; raise HashingBusy where too many wait already."""
        ...

    def matches(self, stored: str | None, password: str) -> bool:
        """Compare a password with a stored hash; with none, take just as long and say no. Raise HashingBusy."""
        ...

    def needs_rehash(self, stored: str) -> bool:
        """Tell whether a hash was made with weaker parameters than the present ones."""
        ...


CheckAddress: TypeAlias = Callable[[Address], CheckedAddress]
"""Bring an address into its country's usual form, and tell what looks wrong."""


class AddressBooks(Protocol):
    """All addresses of a user, read and written together: there are few."""

    def of(self, user_id: UserId) -> tuple[Address, ...]:
        """List a user's addresses, the oldest first."""
        ...

    def lock(self, user_id: UserId) -> tuple[Address, ...]:
        """Do the same and keep others from changing them; raise UserNotFound."""
        ...

    def replace(self, before: Sequence[Address], after: Sequence[Address]) -> None:
        """Store what differs."""
        ...


class Profiles(Protocol):
    """What users tell about themselves."""

    def of(self, user_id: UserId) -> Profile:
        """Read a profile; an empty one where nothing was told yet."""
        ...

    def save(self, profile: Profile) -> None:
        """Store a profile."""
        ...


class AccountTx(Protocol):
    """The part of a transaction that a user's own data uses."""

    @property
    def users(self) -> Users: ...
    @property
    def session_guard(self) -> SessionGuard: ...
    @property
    def address_books(self) -> AddressBooks: ...
    @property
    def profiles(self) -> Profiles: ...
