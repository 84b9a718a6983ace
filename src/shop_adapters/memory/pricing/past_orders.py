"""What customers ordered before, in memory."""

from shop_adapters.memory.engine.tables import MemoryTable
from shop_domain.orders.model import OrderId, OrderStatus, PlacedOrder
from shop_domain.pricing.customer_key import customer_key
from shop_domain.pricing.model import CustomerKey


class MemoryPastOrders:
    def __init__(self, orders: MemoryTable[OrderId, PlacedOrder]) -> None:
        self._orders = orders

    def has_ordered(self, customer: CustomerKey) -> bool:
        return any(
            placed.order.status is not OrderStatus.CANCELLED
            and customer == customer_key(placed.order.owner.user_id, placed.order.email)
            for placed in self._orders
        )
