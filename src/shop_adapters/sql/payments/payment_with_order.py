"""An attempt to pay beside its order, read in one statement."""

from typing import Any, Final

from sqlalchemy import Row, select

from shop_adapters.sql.orders.rows import order_of
from shop_adapters.sql.orders.tables import orders
from shop_adapters.sql.payments.rows import payment_of
from shop_adapters.sql.payments.tables import payments
from shop_domain.orders.model import Order
from shop_domain.payments.model import Payment

PAYMENT_WITH_ORDER: Final = select(
    *(column.label(f"payment_{column.name}") for column in payments.c),
    *(column.label(f"order_{column.name}") for column in orders.c),
).join_from(orders, payments, payments.c.order_id == orders.c.id)


def payment_and_order_of(row: Row[Any]) -> tuple[Payment, Order]:
    """Take the attempt and the order out of one joined row."""
    cut = len(payments.c)
    payment = dict(zip(payments.c.keys(), row[:cut], strict=True))
    order = dict(zip(orders.c.keys(), row[cut:], strict=True))
    return payment_of(payment), order_of(order)
