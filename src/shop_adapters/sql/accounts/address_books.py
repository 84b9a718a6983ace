"""All addresses of a user, read and written together."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import msgspec
from msgspec.structs import replace
from sqlalchemy import bindparam, delete, insert, select, update

from shop_adapters.sql.accounts.address_tables import addresses
from shop_adapters.sql.accounts.tables import users
from shop_adapters.sql.engine.repository import SqlRepository
from shop_domain.accounts.address import Address, AddressType
from shop_domain.accounts.errors import UserNotFound
from shop_domain.accounts.model import UserId

_OF: Final = (
    select(addresses)
    .where(addresses.c.user_id == bindparam("user_id"))
    .order_by(addresses.c.created_at, addresses.c.id)
)
_LOCK: Final = select(users.c.id).where(users.c.id == bindparam("user_id")).with_for_update(key_share=True)
_REMOVE: Final = delete(addresses).where(addresses.c.id == bindparam("address_id"))
_UPDATE: Final = (
    update(addresses)
    .where(addresses.c.id == bindparam("address_id"))
    .values({c.name: bindparam(f"new_{c.name}", type_=c.type) for c in addresses.c if c.name != "id"})
)
_INSERT: Final = insert(addresses)


class SqlAddressBooks(SqlRepository):
    """All addresses of a user, behind the lock of the user's row."""

    def of(self, user_id: UserId) -> tuple[Address, ...]:
        return tuple(_address(row) for row in self._database.execute(_OF, {"user_id": user_id}).mappings())

    def lock(self, user_id: UserId) -> tuple[Address, ...]:
        if self._database.execute(_LOCK, {"user_id": user_id}).first() is None:
            raise UserNotFound
        return self.of(user_id)

    def replace(self, before: Sequence[Address], after: Sequence[Address]) -> None:
        """Store what differs: first what goes, then what stops being a type's default, so that no two defaults meet."""
        kept = {address.id for address in after}
        for address in before:
            if address.id not in kept:
                self._database.execute(_REMOVE, {"address_id": address.id})
        known = {address.id: address for address in before}
        changed = [address for address in after if known.get(address.id) != address]
        plain = [address for address in changed if not address.is_default]
        moving = [
            replace(address, is_default=False) for address in changed if _changes_type(known.get(address.id), address)
        ]
        preferred = [address for address in changed if address.is_default]
        for address in (*plain, *moving, *preferred):
            self._write(address, is_new=address.id not in known)

    def _write(self, address: Address, *, is_new: bool) -> None:
        row = _row(address)
        if is_new:
            self._database.execute(_INSERT, row)
        else:
            values = {f"new_{name}": value for name, value in row.items() if name != "id"}
            self._database.execute(_UPDATE, {**values, "address_id": address.id})


def _changes_type(before: Address | None, after: Address) -> bool:
    """Tell whether the default of one type becomes the default of another one."""
    return (
        before is not None and before.is_default and after.is_default and before.address_type is not after.address_type
    )


def _row(address: Address) -> dict[str, Any]:
    return {**msgspec.structs.asdict(address), "address_type": address.address_type.value}


def _address(row: Mapping[Any, Any]) -> Address:
    values: dict[str, Any] = {**row, "address_type": AddressType(row["address_type"])}
    return Address(**values)
