"""What of paying is due, as rows."""

from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import Select, bindparam, case, select

from shop_adapters.sql.engine.literals import sql_literal, sql_literals
from shop_adapters.sql.engine.repository import SqlRepository
from shop_adapters.sql.payments.tables import payments, refunds
from shop_domain.orders.model import OrderId
from shop_domain.payments.lifecycle import BEFORE_COMPLETION, OPEN_STATES
from shop_domain.payments.model import PaymentId, PaymentState, RefundId
from shop_domain.payments.refund import FINAL_STATES

_is_open: Final = payments.c.state.in_(sql_literals(OPEN_STATES))
_EXPIRED: Final = (
    select(payments.c.id)
    .where(
        _is_open,
        payments.c.state.in_(sql_literals(BEFORE_COMPLETION)),
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
    .order_by(
        case((_is_open, 0), (payments.c.state == sql_literal(PaymentState.PAID), 1), else_=2), payments.c.id.desc()
    )
    .limit(1)
)
_REFUNDS_DUE: Final = (
    select(refunds.c.id)
    .where(refunds.c.state.not_in(sql_literals(FINAL_STATES)), refunds.c.next_try_at <= bindparam("now"))
    .order_by(refunds.c.next_try_at)
    .limit(bindparam("limit"))
)


class SqlDuePayments(SqlRepository):
    def expired(self, now: datetime, limit: int) -> tuple[PaymentId, ...]:
        return self._due(_EXPIRED, now, limit)

    def due_for_check(self, now: datetime, limit: int) -> tuple[PaymentId, ...]:
        return self._due(_TO_ASK, now, limit)

    def current_of_order(self, order_id: OrderId) -> PaymentId | None:
        found = self._database.execute(_OF_ORDER, {"order_id": order_id}).scalar()
        return None if found is None else PaymentId(found)

    def refunds_due(self, now: datetime, limit: int) -> tuple[RefundId, ...]:
        rows = self._database.execute(_REFUNDS_DUE, {"now": now, "limit": limit})
        return tuple(RefundId(row.id) for row in rows)

    def _due(self, statement: Select[tuple[UUID]], now: datetime, limit: int) -> tuple[PaymentId, ...]:
        return tuple(PaymentId(row.id) for row in self._database.execute(statement, {"now": now, "limit": limit}))
