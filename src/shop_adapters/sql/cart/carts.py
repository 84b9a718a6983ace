"""Carts by owner and id."""

from typing import Any, Final

from msgspec.structs import replace
from sqlalchemy import Select, bindparam, or_, select, update

from shop_adapters.sql.cart.rows import cart_of, cart_row
from shop_adapters.sql.cart.tables import ONE_ACTIVE_CART, carts
from shop_adapters.sql.engine.error_mapping import ConstraintViolation
from shop_adapters.sql.engine.insert_or_ignore import insert_or_ignore
from shop_adapters.sql.engine.literals import sql_literal
from shop_adapters.sql.engine.repository import SqlRepository
from shop_domain.cart.errors import CartNotFound, GuestKeyRetired
from shop_domain.cart.model import Cart, CartId, CartOwner, CartStatus
from shop_domain.kernel.errors import ConcurrentUpdate, StorageBusy

_BY_ID: Final = select(carts).where(carts.c.id == bindparam("cart_id"))
_is_active: Final = carts.c.status == sql_literal(CartStatus.ACTIVE.value)
_OF_USER: Final = select(carts).where(carts.c.user_id == bindparam("owner"), _is_active)
_OF_GUEST: Final = select(carts).where(
    carts.c.guest_key == bindparam("owner"),
    or_(_is_active, carts.c.merged_into_user_id.is_not(None)),
)
_LOCK_BY_ID: Final = _BY_ID.with_for_update()
_LOCK_OF_USER: Final = _OF_USER.with_for_update()
_LOCK_OF_GUEST: Final = _OF_GUEST.with_for_update()
_CHANGING: Final = tuple(column.name for column in carts.c if column.name not in {"id", "created_at"})
_UPDATE: Final = (
    update(carts)
    .where(carts.c.id == bindparam("cart_id"), carts.c.version == bindparam("seen"))
    .values({name: bindparam(name) for name in _CHANGING})
)
_INSERT: Final = insert_or_ignore(carts, carts.c.id)


class SqlCarts(SqlRepository):
    """Carts by owner and id, guarded by a version and by one ACTIVE cart an owner."""

    def get_active(self, owner: CartOwner) -> Cart | None:
        return self._active(owner, of_user=_OF_USER, of_guest=_OF_GUEST)

    def lock_active(self, owner: CartOwner) -> Cart | None:
        return self._active(owner, of_user=_LOCK_OF_USER, of_guest=_LOCK_OF_GUEST)

    def get(self, cart_id: CartId) -> Cart:
        return self._one(_BY_ID, cart_id)

    def lock(self, cart_id: CartId) -> Cart:
        return self._one(_LOCK_BY_ID, cart_id)

    def save(self, cart: Cart) -> Cart:
        """Store the cart and return it at its next version; raise ConcurrentUpdate or StorageBusy."""
        saved = replace(cart, version=cart.version + 1)
        if cart.version == 0:
            self._insert(saved)
        else:
            self._update(saved, seen=cart.version)
        return saved

    def _active(self, owner: CartOwner, *, of_user: Select[Any], of_guest: Select[Any]) -> Cart | None:
        statement, key = (of_guest, owner.guest) if owner.user_id is None else (of_user, owner.user_id)
        row = self._database.execute(statement, {"owner": key}).first()
        if row is None:
            return None
        if row.merged_into_user_id is not None:
            raise GuestKeyRetired(row.merged_into_user_id)
        return cart_of(row)

    def _one(self, statement: Select[Any], cart_id: CartId) -> Cart:
        row = self._database.execute(statement, {"cart_id": cart_id}).first()
        if row is None:
            raise CartNotFound
        return cart_of(row)

    def _insert(self, cart: Cart) -> None:
        """Write a first version, unless its owner has a cart already: then the use case is run again and finds it."""
        if self._database.execute(_INSERT[self._database.is_sqlite], cart_row(cart)).first() is None:
            raise StorageBusy

    def _update(self, cart: Cart, *, seen: int) -> None:
        row = cart_row(cart)
        values = {name: row[name] for name in _CHANGING} | {"cart_id": cart.id, "seen": seen}
        try:
            changed = self._database.execute(_UPDATE, values).rowcount
        except ConstraintViolation as violation:
            if violation.constraint in ONE_ACTIVE_CART:
                raise StorageBusy from violation
            raise
        if changed != 1:
            raise ConcurrentUpdate
