"""A shopper and an administrator to try a developer's shop with; their passwords are known to everybody."""

from typing import Final, Protocol

import msgspec

from shop_domain.accounts.errors import EmailTaken, UsernameTaken
from shop_domain.accounts.model import Role, User, UserId
from shop_domain.accounts.ports import PasswordHasher, Users
from shop_domain.kernel.ports import Begin, Clock, NewId


class DemoPerson(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who can sign in to a developer's shop."""

    email: str
    username: str
    password: str
    role: Role


PEOPLE: Final = (
    DemoPerson(
        email="shopper@example.com",
        username="demo-shopper",
        password="Try-This-Shop-1",  # noqa: S106 - known to everybody
        role=Role.CUSTOMER,
    ),
    DemoPerson(
        email="admin@example.com",
        username="demo-admin",
        password="Mind-This-Shop-1",  # noqa: S106 - likewise
        role=Role.ADMIN,
    ),
)


class PeopleTx(Protocol):
    """The part of a transaction that the demo's people need."""

    @property
    def users(self) -> Users: ...


class DemoPeople:
    """Makes the accounts of the demo."""

    def __init__(self, *, begin: Begin[PeopleTx], clock: Clock, new_id: NewId, hasher: PasswordHasher) -> None:
        """Keep accounts in this storage."""
        self._begin, self._clock, self._new_id, self._hasher = begin, clock, new_id, hasher

    def invite(self, people: tuple[DemoPerson, ...]) -> int:
        """Make the accounts that are not there yet, and count them; the others stay as they are."""
        return sum(map(self._invite, people))

    def _invite(self, person: DemoPerson) -> bool:
        try:
            with self._begin() as tx:
                tx.users.add(self._account(person))
        except (EmailTaken, UsernameTaken):
            return False
        return True

    def _account(self, person: DemoPerson) -> User:
        now, is_staff = self._clock(), person.role is Role.ADMIN
        return User(
            id=UserId(self._new_id()),
            email=person.email,
            username=person.username,
            first_name="Demo",
            last_name=person.role.value.capitalize(),
            password_hash=self._hasher.hash(person.password),
            is_active=True,
            is_staff=is_staff,
            role=person.role,
            email_verified_at=now,
            date_joined=now,
            password_changed_at=now,
        )
