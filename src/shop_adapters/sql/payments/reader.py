"""Attempts to pay, looked up, and what of them is due."""

from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import Select, bindparam, case, select
from sqlalchemy.sql.elements import ColumnElement

from shop_adapters.sql.constants import constant, constants
from shop_adapters.sql.database import Database
from shop_adapters.sql.payments.joined import PAYMENT_WITH_ORDER, both_of
from shop_adapters.sql.payments.tables import OPEN_STATES, payments, refunds
from shop_domain.orders.model import Order, OrderId
from shop_domain.payments.model import Method, Payment, PaymentId, RefundId

_is_open: Final = payments.c.state.in_(constants(*OPEN_STATES))


def _by(*conditions: ColumnElement[bool]) -> Select[tuple[object, ...]]:
    return PAYMENT_WITH_ORDER.where(*conditions)


_BY_ID: Final = _by(payments.c.id == bindparam("payment_id"))
_BY_PROVIDER_ID: Final = _by(
    payments.c.provider_id == bindparam("provider_id"), payments.c.method == bindparam("method")
)
_BY_REFERENCE: Final = _by(payments.c.reference == bindparam("reference"))
_BY_REQUEST: Final = _by(payments.c.request_id == bindparam("request_id"))
_BY_CAPTURE: Final = _by(payments.c.capture_id == bindparam("capture_id"))
_EXPIRED: Final = (
    select(payments.c.id)
    .where(
        _is_open,
        payments.c.state.in_(constants("STARTING", "AWAITING_PAYER")),
        payments.c.expires_at <= bindparam("now"),
    )
    .order_by(payments.c.expires_at)
    .limit(bindparam("limit"))
)
_TO_ASK: Final = (
    select(payments.c.id)
    .where(_is_open, payments.c.next_check_at <= bindparam("now"))
    .order_by(payments.c.next_check_at)
    .limit(bindparam("limit"))
)
_OF_ORDER: Final = (
    select(payments.c.id)
    .where(payments.c.order_id == bindparam("order_id"))
    .order_by(case((_is_open, 0), (payments.c.state == constant("PAID"), 1), else_=2), payments.c.id.desc())
    .limit(1)
)
_REFUNDS_DUE: Final = (
    select(refunds.c.id)
    .where(refunds.c.state.not_in(constants("DONE", "FAILED")), refunds.c.next_try_at <= bindparam("now"))
    .order_by(refunds.c.next_try_at)
    .limit(bindparam("limit"))
)


class SqlPaymentReader:
    """Attempts to pay, each with its order."""

    def __init__(self, database: Database) -> None:
        """Read through this conversation."""
        self._database = database

    def by_id(self, payment_id: PaymentId) -> tuple[Payment, Order] | None:
        """Find an attempt and its order."""
        return self._one(_BY_ID, payment_id=payment_id)

    def by_provider_id(self, method: Method, provider_id: str) -> tuple[Payment, Order] | None:
        """Find an attempt by the provider's id of it."""
        return self._one(_BY_PROVIDER_ID, method=method.value, provider_id=provider_id)

    def by_reference(self, reference: str) -> tuple[Payment, Order] | None:
        """Find an attempt by our reference."""
        return self._one(_BY_REFERENCE, reference=reference)

    def by_request(self, request_id: UUID) -> tuple[Payment, Order] | None:
        """Find the attempt that a client's request made."""
        return self._one(_BY_REQUEST, request_id=request_id)

    def by_capture(self, capture_id: str) -> tuple[Payment, Order] | None:
        """Find an attempt by the provider's id of the money."""
        return self._one(_BY_CAPTURE, capture_id=capture_id)

    def _one(self, statement: Select[tuple[object, ...]], **values: object) -> tuple[Payment, Order] | None:
        row = self._database.execute(statement, values).first()
        return None if row is None else both_of(row)


class SqlPaymentAgenda:
    """What of paying is due to be looked after."""

    def __init__(self, database: Database) -> None:
        """Read through this conversation."""
        self._database = database

    def expired(self, now: datetime, limit: int) -> tuple[PaymentId, ...]:
        """List attempts that wait for their payer beyond their time."""
        return self._due(_EXPIRED, now, limit)

    def to_ask_about(self, now: datetime, limit: int) -> tuple[PaymentId, ...]:
        """List open attempts whose next question to the provider is due."""
        return self._due(_TO_ASK, now, limit)

    def open_of_order(self, order_id: OrderId) -> PaymentId | None:
        """Find the attempt that an order's money hangs on: an open one, else the paid one."""
        found = self._database.execute(_OF_ORDER, {"order_id": order_id}).scalar()
        return None if found is None else PaymentId(found)

    def refunds_due(self, now: datetime, limit: int) -> tuple[RefundId, ...]:
        """List refunds to be sent or asked about."""
        rows = self._database.execute(_REFUNDS_DUE, {"now": now, "limit": limit})
        return tuple(RefundId(row.id) for row in rows)

    def _due(self, statement: Select[tuple[UUID]], now: datetime, limit: int) -> tuple[PaymentId, ...]:
        return tuple(PaymentId(row.id) for row in self._database.execute(statement, {"now": now, "limit": limit}))
