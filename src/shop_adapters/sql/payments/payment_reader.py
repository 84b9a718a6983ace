"""Attempts to pay, looked up, and what of them is due."""

from typing import Final
from uuid import UUID

from sqlalchemy import Select, bindparam
from sqlalchemy.sql.elements import ColumnElement

from shop_adapters.sql.engine.repository import SqlRepository
from shop_adapters.sql.payments.payment_with_order import PAYMENT_WITH_ORDER, payment_and_order_of
from shop_adapters.sql.payments.tables import payments
from shop_domain.orders.model import Order
from shop_domain.payments.model import Method, Payment, PaymentId


def _by(*conditions: ColumnElement[bool]) -> Select[tuple[object, ...]]:
    return PAYMENT_WITH_ORDER.where(*conditions)


_BY_ID: Final = _by(payments.c.id == bindparam("payment_id"))
_BY_PROVIDER_ID: Final = _by(
    payments.c.provider_id == bindparam("provider_id"), payments.c.method == bindparam("method")
)
_BY_REFERENCE: Final = _by(payments.c.reference == bindparam("reference"))
_BY_REQUEST: Final = _by(payments.c.request_id == bindparam("request_id"))
_BY_CAPTURE: Final = _by(payments.c.capture_id == bindparam("capture_id"))


class SqlPaymentReader(SqlRepository):
    """Attempts to pay, each with its order."""

    def by_id(self, payment_id: PaymentId) -> tuple[Payment, Order] | None:
        return self._one(_BY_ID, payment_id=payment_id)

    def by_provider_id(self, method: Method, provider_id: str) -> tuple[Payment, Order] | None:
        return self._one(_BY_PROVIDER_ID, method=method.value, provider_id=provider_id)

    def by_reference(self, reference: str) -> tuple[Payment, Order] | None:
        return self._one(_BY_REFERENCE, reference=reference)

    def by_request_id(self, request_id: UUID) -> tuple[Payment, Order] | None:
        return self._one(_BY_REQUEST, request_id=request_id)

    def by_capture_id(self, capture_id: str) -> tuple[Payment, Order] | None:
        return self._one(_BY_CAPTURE, capture_id=capture_id)

    def _one(self, statement: Select[tuple[object, ...]], **values: object) -> tuple[Payment, Order] | None:
        row = self._database.execute(statement, values).first()
        return None if row is None else payment_and_order_of(row)
