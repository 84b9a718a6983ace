"""Accounts and the links that are mailed to them."""

from datetime import datetime

from msgspec.structs import replace

from shop_adapters.memory.auth.state import MemoryDoor
from shop_domain.accounts.canonical import canonical
from shop_domain.accounts.errors import EmailTaken, UsernameTaken
from shop_domain.accounts.model import User, UserId
from shop_domain.accounts.one_time_token import OneTimeToken
from shop_domain.kernel.errors import ConcurrentUpdate


class MemoryUsers:
    """Accounts by id and by address."""

    def __init__(self, door: MemoryDoor) -> None:
        """Work on these tables."""
        self._users = door.users

    def get(self, user_id: UserId) -> User | None:
        """Read an account."""
        return self._users.get(user_id)

    def by_email(self, email: str) -> User | None:
        """Find the account of an address, in its canonical form."""
        return next((user for user in self._users if canonical(user.email) == email), None)

    def lock(self, user_id: UserId) -> User | None:
        """Read an account; nobody else can change it, since transactions take turns."""
        return self._users.get(user_id)

    def add(self, user: User) -> None:
        """Store a new account; raise EmailTaken or UsernameTaken where another one was first."""
        self._refuse_doubles(user)
        self._users.put(user.id, user)

    def save(self, user: User) -> User:
        """Store a changed account at its next version; raise ConcurrentUpdate, EmailTaken or UsernameTaken."""
        stored = self._users.get(user.id)
        if stored is None or stored.version != user.version:
            raise ConcurrentUpdate
        self._refuse_doubles(user)
        saved = replace(user, version=user.version + 1)
        self._users.put(user.id, saved)
        return saved

    def _refuse_doubles(self, user: User) -> None:
        others = [other for other in self._users if other.id != user.id]
        if any(canonical(other.email) == canonical(user.email) for other in others):
            raise EmailTaken
        if any(canonical(other.username) == canonical(user.username) for other in others):
            raise UsernameTaken


class MemoryNames:
    """Which names are gone."""

    def __init__(self, door: MemoryDoor) -> None:
        """Read these tables."""
        self._users = door.users

    def taken(self, email: str, username: str) -> tuple[bool, bool]:
        """Tell whether an account has the address, and whether one has the user name, in canonical form."""
        return (
            any(canonical(user.email) == email for user in self._users),
            any(canonical(user.username) == username for user in self._users),
        )


class MemoryOneTimeTokens:
    """Mailed links: one live for each user and purpose."""

    def __init__(self, door: MemoryDoor) -> None:
        """Work on these tables."""
        self._tokens = door.one_time_tokens

    def add(self, token: OneTimeToken) -> None:
        """Store a new link; every older one of the same user and purpose stops working."""
        self._replace(token.user_id, token.created_at, purpose=token.purpose)
        self._tokens.put(token.id, token)

    def lock(self, digest: str) -> OneTimeToken | None:
        """Find a link by its token's digest."""
        return next((token for token in self._tokens if token.digest == digest), None)

    def mark_used(self, token: OneTimeToken, ip_address: str, now: datetime) -> None:
        """Note that the link did its work, and for whom; raise ConcurrentUpdate if it had already."""
        stored = self._tokens.get(token.id)
        if stored is None or stored.used_at is not None:
            raise ConcurrentUpdate
        self._tokens.put(token.id, replace(stored, used_at=now, used_ip=ip_address))

    def replace_all(self, user_id: UserId, now: datetime) -> None:
        """Stop every link of the user that was not used yet."""
        self._replace(user_id, now, purpose=None)

    def _replace(self, user_id: UserId, now: datetime, *, purpose: str | None) -> None:
        for token in self._tokens:
            live = token.user_id == user_id and token.used_at is None and token.replaced_at is None
            if live and purpose in {None, token.purpose}:
                self._tokens.put(token.id, replace(token, replaced_at=now))
