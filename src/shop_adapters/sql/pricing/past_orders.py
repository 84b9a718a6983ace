"""What a customer ordered before."""

from typing import Final
from uuid import UUID

from sqlalchemy import bindparam, exists, func, select

from shop_adapters.sql.engine.repository import SqlRepository
from shop_adapters.sql.orders.tables import orders
from shop_domain.orders.model import OrderStatus
from shop_domain.pricing.model import CustomerKey

_KEPT: Final = orders.c.status != OrderStatus.CANCELLED.value
_OF_USER: Final = select(exists().where(orders.c.user_id == bindparam("who"), _KEPT))
_OF_ADDRESS: Final = select(
    exists().where(func.lower(orders.c.email) == bindparam("who"), orders.c.user_id.is_(None), _KEPT)
)


class SqlPastOrders(SqlRepository):
    def has_ordered(self, customer: CustomerKey) -> bool:
        kind, _, name = customer.partition(":")
        if kind == "user":
            return bool(self._database.execute(_OF_USER, {"who": UUID(name)}).scalar())
        return bool(self._database.execute(_OF_ADDRESS, {"who": name}).scalar())
