"""Accounts and the links that are mailed to them."""

from msgspec.structs import replace

from shop_adapters.memory.accounts.tables import MemoryAccountTables
from shop_domain.accounts.canonical import canonical
from shop_domain.accounts.errors import EmailTaken, UsernameTaken
from shop_domain.accounts.model import User, UserId
from shop_domain.kernel.errors import ConcurrentUpdate


class MemoryUsers:
    def __init__(self, tables: MemoryAccountTables) -> None:
        self._users = tables.users

    def get(self, user_id: UserId) -> User | None:
        return self._users.get(user_id)

    def by_email(self, email: str) -> User | None:
        """Find the account of an address, in its canonical form."""
        return next((user for user in self._users if canonical(user.email) == email), None)

    def lock(self, user_id: UserId) -> User | None:
        """Read an account; nobody else can change it, since transactions take turns."""
        return self._users.get(user_id)

    def add(self, user: User) -> None:
        self._refuse_duplicates(user)
        self._users.put(user.id, user)

    def save(self, user: User) -> User:
        stored = self._users.get(user.id)
        if stored is None or stored.version != user.version:
            raise ConcurrentUpdate
        self._refuse_duplicates(user)
        saved = replace(user, version=user.version + 1)
        self._users.put(user.id, saved)
        return saved

    def _refuse_duplicates(self, user: User) -> None:
        others = [other for other in self._users if other.id != user.id]
        if any(canonical(other.email) == canonical(user.email) for other in others):
            raise EmailTaken
        if any(canonical(other.username) == canonical(user.username) for other in others):
            raise UsernameTaken


class MemoryAccountNames:
    def __init__(self, tables: MemoryAccountTables) -> None:
        self._users = tables.users

    def taken(self, email: str, username: str) -> tuple[bool, bool]:
        """Tell whether an account has the address, and whether one has the user name, in canonical form."""
        return (
            any(canonical(user.email) == email for user in self._users),
            any(canonical(user.username) == username for user in self._users),
        )
