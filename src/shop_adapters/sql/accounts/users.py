"""Accounts by id and by address."""

from collections.abc import Sequence
from typing import Any, Final

import msgspec
from msgspec.structs import replace
from sqlalchemy import Row, bindparam, exists, insert, literal, select, update

from shop_adapters.sql.accounts.tables import users
from shop_adapters.sql.engine.error_mapping import ConstraintViolation
from shop_adapters.sql.engine.repository import SqlRepository
from shop_domain.accounts.canonical import canonical
from shop_domain.accounts.errors import EmailTaken, UsernameTaken
from shop_domain.accounts.model import Role, SecondFactor, User, UserId
from shop_domain.kernel.errors import ConcurrentUpdate, ShopError

FIELDS: Final = tuple(field.name for field in msgspec.structs.fields(User))
COLUMNS: Final = tuple(users.c[name] for name in FIELDS)
_BY_ID: Final = select(*COLUMNS).where(users.c.id == bindparam("id"))
_LOCK: Final = _BY_ID.with_for_update(key_share=True)
_BY_EMAIL: Final = select(*COLUMNS).where(users.c.email_canonical == bindparam("email"))
_INSERT: Final = insert(users)
_UPDATE: Final = (
    update(users)
    .where(users.c.id == bindparam("own_id"), users.c.version == bindparam("own_version"))
    .values({column.name: bindparam(column.name) for column in users.c if column.name != "id"})
)
_TAKEN: Final = select(
    exists(select(literal(1)).where(users.c.email_canonical == bindparam("email"))).label("email"),
    exists(select(literal(1)).where(users.c.username_canonical == bindparam("username"))).label("username"),
)
_ERRORS: Final[dict[str, type[ShopError]]] = {
    "uq_users_email_canonical": EmailTaken,
    "uq_users_username_canonical": UsernameTaken,
}


class SqlUsers(SqlRepository):
    def get(self, user_id: UserId) -> User | None:
        return _user(self._database.execute(_BY_ID, {"id": user_id}).one_or_none())

    def by_email(self, email: str) -> User | None:
        """Find the account of an address, in its canonical form."""
        return _user(self._database.execute(_BY_EMAIL, {"email": email}).one_or_none())

    def lock(self, user_id: UserId) -> User | None:
        return _user(self._database.execute(_LOCK, {"id": user_id}).one_or_none())

    def add(self, user: User) -> None:
        self._write(_INSERT, _row(user))

    def save(self, user: User) -> User:
        saved = replace(user, version=user.version + 1)
        values = {**_row(saved), "own_id": user.id, "own_version": user.version}
        del values["id"]
        if self._write(_UPDATE, values) != 1:
            raise ConcurrentUpdate
        return saved

    def _write(self, statement: Any, values: dict[str, Any]) -> int:  # noqa: ANN401 - either of the two above
        try:
            return self._database.execute(statement, values).rowcount
        except ConstraintViolation as violation:
            raise _ERRORS[violation.constraint] from violation


class SqlAccountNames(SqlRepository):
    def taken(self, email: str, username: str) -> tuple[bool, bool]:
        """Tell whether an account has the address, and whether one has the user name, in canonical form."""
        row = self._database.execute(_TAKEN, {"email": email, "username": username}).one()
        return bool(row.email), bool(row.username)


def user_of(row: Sequence[Any]) -> User:
    """Read a user whose fields are the row's first columns."""
    values: dict[str, Any] = dict(zip(FIELDS, row, strict=False))
    values["role"] = Role(values["role"])
    if values["second_factor"] is not None:
        values["second_factor"] = msgspec.convert(values["second_factor"], SecondFactor)
    return User(**values)


def _user(row: Row[Any] | None) -> User | None:
    return None if row is None else user_of(row)


def _row(user: User) -> dict[str, Any]:
    values = {name: getattr(user, name) for name in FIELDS}
    return {
        **values,
        "role": user.role.value,
        "second_factor": msgspec.to_builtins(user.second_factor),
        "email_canonical": canonical(user.email),
        "username_canonical": canonical(user.username),
        "name_canonical": canonical(f"{user.first_name} {user.last_name}"),
    }
