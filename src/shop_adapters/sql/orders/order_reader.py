"""Orders as people look at them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import BigInteger, String, Uuid, bindparam, column, func, select, table, tuple_

from shop_adapters.sql.engine.keyset_list import KeysetList, map_page
from shop_adapters.sql.engine.metadata import UtcDateTime
from shop_adapters.sql.engine.repository import SqlRepository
from shop_adapters.sql.orders.rows import history_of, line_of, order_of
from shop_adapters.sql.orders.tables import order_history, order_lines, orders
from shop_domain.accounts.model import UserId
from shop_domain.kernel.paging import Page, PageRequest
from shop_domain.orders.model import (
    HistoryEntry,
    OrderFilter,
    OrderId,
    OrderLine,
    OrderNumber,
    OrderSummary,
    PlacedOrder,
)
from shop_domain.payments.model import PaymentState
from shop_domain.payments.status import public_status

# What of a payment shows with its order; the table itself belongs to payments, which know orders.
payments: Final = table(
    "payments",
    column("id", Uuid),
    column("order_id", Uuid),
    column("state", String),
    column("captured", BigInteger),
    column("refunded", BigInteger),
)
_LATEST: Final = (
    select(
        payments.c.state.concat(" ")
        .concat(func.coalesce(payments.c.captured, 0))
        .concat(" ")
        .concat(payments.c.refunded)
    )
    .where(payments.c.order_id == orders.c.id)
    .order_by(payments.c.id.desc())
    .limit(1)
    .scalar_subquery()
    .label("latest_payment")
)
_BY_NUMBER: Final = select(orders, _LATEST).where(orders.c.number == bindparam("number"))
_LINES: Final = (
    select(order_lines)
    .where(order_lines.c.order_id.in_(bindparam("order_ids", expanding=True)))
    .order_by(order_lines.c.order_id, order_lines.c.position)
)
_HISTORY: Final = (
    select(order_history).where(order_history.c.order_id == bindparam("order_id")).order_by(order_history.c.position)
)
_NAMES: Final = (*(column.name for column in orders.c), "latest_payment")
_BY_USER: Final = KeysetList(
    source=orders,
    columns=[*orders.c, _LATEST],
    key=orders.c.id,
    filters={
        "user_id": orders.c.user_id == bindparam("user_id"),
        "status": orders.c.status == bindparam("status", type_=orders.c.status.type),
        "created_after": orders.c.placed_at >= bindparam("created_after", type_=UtcDateTime),
        "created_before": orders.c.placed_at <= bindparam("created_before", type_=UtcDateTime),
    },
)
_behind: Final = (bindparam("placed_at", type_=UtcDateTime), bindparam("key", type_=orders.c.id.type))
_SINCE: Final = (
    select(orders, _LATEST)
    .where(tuple_(orders.c.placed_at, orders.c.id) > tuple_(*_behind))
    .order_by(orders.c.placed_at, orders.c.id)
    .limit(bindparam("limit"))
)
_BEFORE_ANY: Final = UUID(int=0)


class SqlOrderReader(SqlRepository):
    """Orders with their lines and the status of their latest payment."""

    def by_number(self, number: OrderNumber) -> OrderSummary | None:
        row = self._database.execute(_BY_NUMBER, {"number": number}).mappings().first()
        return None if row is None else self._with_lines([row])[0]

    def list_by_user(self, user_id: UserId, wanted: OrderFilter, page: PageRequest) -> Page[OrderSummary]:
        """List a user's orders, the newest first, in two statements."""
        filters = {
            "user_id": user_id,
            "status": wanted.status and wanted.status.value,
            "created_after": wanted.created_after,
            "created_before": wanted.created_before,
        }
        found = _BY_USER.rows(self._database, filters, page)
        summaries = iter(self._with_lines([dict(zip(_NAMES, row, strict=False)) for row in found.items]))
        return map_page(found, lambda _: next(summaries))

    def placed_since(self, since: datetime, *, after: OrderSummary | None, limit: int) -> tuple[OrderSummary, ...]:
        placed_at, key = (
            (since, _BEFORE_ANY) if after is None else (after.placed.order.placed_at, after.placed.order.id)
        )
        values = {"placed_at": placed_at, "key": key, "limit": limit}
        return tuple(self._with_lines(self._database.execute(_SINCE, values).mappings().all()))

    def history(self, order_id: OrderId) -> tuple[HistoryEntry, ...]:
        return tuple(history_of(row) for row in self._database.execute(_HISTORY, {"order_id": order_id}).mappings())

    def _with_lines(self, rows: Sequence[Mapping[Any, Any]]) -> list[OrderSummary]:
        if not rows:
            return []
        lines: dict[UUID, list[OrderLine]] = {row["id"]: [] for row in rows}
        currencies = {row["id"]: row["currency"] for row in rows}
        for line in self._database.execute(_LINES, {"order_ids": list(lines)}).mappings():
            lines[line["order_id"]].append(line_of(line, currencies[line["order_id"]]))
        return [
            OrderSummary(
                placed=PlacedOrder(order=order_of(row), lines=tuple(lines[row["id"]])),
                payment_status=_status_of(row["latest_payment"]),
            )
            for row in rows
        ]


def _status_of(latest: str | None) -> str | None:
    if latest is None:
        return None
    state, captured, refunded = latest.split(" ")
    return public_status(PaymentState(state), int(captured), int(refunded)).value
