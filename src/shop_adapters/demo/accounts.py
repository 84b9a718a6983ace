"""A shopper and an administrator to try a developer's shop with; their passwords are known to everybody."""

from typing import Final, Protocol

import msgspec

from shop_domain.accounts.errors import EmailTaken, UsernameTaken
from shop_domain.accounts.model import Role, User, UserId
from shop_domain.accounts.ports import PasswordHasher, Users
from shop_domain.kernel.ports import Begin, Clock, NewId


class DemoAccount(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who can sign in to a developer's shop."""

    email: str
    username: str
    password: str
    role: Role


DEMO_ACCOUNTS: Final = (
    DemoAccount(
        email="shopper@example.com",
        username="demo-shopper",
        password="Try-This-Shop-1",  # noqa: S106 - known to everybody
        role=Role.CUSTOMER,
    ),
    DemoAccount(
        email="admin@example.com",
        username="demo-admin",
        password="Mind-This-Shop-1",  # noqa: S106 - likewise
        role=Role.ADMIN,
    ),
)


class DemoAccountsTx(Protocol):
    """The part of a transaction that the demo's people need."""

    @property
    def users(self) -> Users: ...


class DemoAccountCreator:
    """Makes the accounts of the demo."""

    def __init__(self, *, begin: Begin[DemoAccountsTx], clock: Clock, new_id: NewId, hasher: PasswordHasher) -> None:
        self._begin, self._clock, self._new_id, self._hasher = begin, clock, new_id, hasher

    def create_missing(self, accounts: tuple[DemoAccount, ...]) -> int:
        """Make the accounts that are not there yet, and count them; the others stay as they are."""
        return sum(map(self._create, accounts))

    def _create(self, account: DemoAccount) -> bool:
        try:
            with self._begin() as tx:
                tx.users.add(self._new_user(account))
        except (EmailTaken, UsernameTaken):
            return False
        return True

    def _new_user(self, account: DemoAccount) -> User:
        now, is_staff = self._clock(), account.role is Role.ADMIN
        return User(
            id=UserId(self._new_id()),
            email=account.email,
            username=account.username,
            first_name="Demo",
            last_name=account.role.value.capitalize(),
            password_hash=self._hasher.hash(account.password),
            is_active=True,
            is_staff=is_staff,
            role=account.role,
            email_verified_at=now,
            date_joined=now,
            password_changed_at=now,
        )
