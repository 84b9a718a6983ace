"""What became of the keys by which guests are known."""

from typing import Final

from sqlalchemy import bindparam, select

from shop_adapters.sql.cart.tables import carts
from shop_adapters.sql.engine.repository import SqlRepository
from shop_domain.cart.model import CartOwner

_HEIR: Final = select(carts.c.merged_into_user_id).where(
    carts.c.guest_key == bindparam("guest"), carts.c.merged_into_user_id.is_not(None)
)


class SqlGuestKeys(SqlRepository):
    def current_owner(self, owner: CartOwner) -> CartOwner:
        if owner.guest is None:
            return owner
        heir = self._database.execute(_HEIR, {"guest": owner.guest}).scalar()
        return owner if heir is None else CartOwner(user_id=heir)
