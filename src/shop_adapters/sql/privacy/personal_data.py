"""What is kept about a user outside of the account and the orders."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from sqlalchemy import ColumnElement, FromClause, Row, Select, bindparam, select

from shop_adapters.sql.accounts.one_time_tokens import LINK_COLUMNS, link_of
from shop_adapters.sql.accounts.tables import one_time_tokens
from shop_adapters.sql.auth.attempt_log import FIELDS as ATTEMPT_FIELDS
from shop_adapters.sql.auth.attempt_log import attempt_of, session_event_of
from shop_adapters.sql.auth.rows import SESSION_COLUMNS, session_of
from shop_adapters.sql.auth.tables import security_attempts, session_activities, sessions
from shop_adapters.sql.cart.rows import cart_of
from shop_adapters.sql.cart.tables import carts
from shop_adapters.sql.engine.repository import SqlRepository
from shop_adapters.sql.orders.rows import history_of
from shop_adapters.sql.orders.tables import order_history, orders
from shop_adapters.sql.payments.rows import payment_of, refund_of
from shop_adapters.sql.payments.tables import payments, refunds
from shop_adapters.sql.staff.audit_log import ENTRY_COLUMNS, audit_log_entry_of
from shop_adapters.sql.staff.tables import audit_log_entries
from shop_domain.accounts.model import UserId
from shop_domain.orders.model import HistoryEntry, OrderId
from shop_domain.privacy.personal_data import PersonalData

_of: Final = bindparam("of_user", type_=orders.c.user_id.type)


def _newest(statement: Select[Any], owner: ColumnElement[Any], key: ColumnElement[Any]) -> Select[Any]:
    return statement.where(owner == _of).order_by(key.desc()).limit(bindparam("most"))


def _of_orders(table: FromClause, path: FromClause) -> Select[Any]:
    return select(table).select_from(path)


_paid: Final = orders.join(payments, payments.c.order_id == orders.c.id)
_moved: Final = orders.join(order_history, order_history.c.order_id == orders.c.id)
_refunded: Final = _paid.join(refunds, refunds.c.payment_id == payments.c.id)
_tried: Final = select(*(security_attempts.c[name] for name in ATTEMPT_FIELDS))


def _by_name(table: FromClause, row: Row[Any]) -> dict[str, Any]:
    return dict(zip(table.c.keys(), row, strict=True))


def _history_entry_of(row: Row[Any]) -> tuple[OrderId, HistoryEntry]:
    return OrderId(row.order_id), history_of(_by_name(order_history, row))


_LISTS: Final[Mapping[str, tuple[Select[Any], Callable[[Row[Any]], object]]]] = {
    "carts": (_newest(select(carts), carts.c.user_id, carts.c.id), cart_of),
    "sessions": (_newest(select(*SESSION_COLUMNS), sessions.c.user_id, sessions.c.id), session_of),
    "session_activities": (
        _newest(select(session_activities), session_activities.c.user_id, session_activities.c.id),
        session_event_of,
    ),
    "security_attempts": (_newest(_tried, security_attempts.c.user_id, security_attempts.c.id), attempt_of),
    "mailed_links": (_newest(select(*LINK_COLUMNS), one_time_tokens.c.user_id, one_time_tokens.c.id), link_of),
    "payments": (
        _newest(_of_orders(payments, _paid), orders.c.user_id, payments.c.id),
        lambda row: payment_of(_by_name(payments, row)),
    ),
    "refunds": (
        _newest(_of_orders(refunds, _refunded), orders.c.user_id, refunds.c.id),
        lambda row: refund_of(_by_name(refunds, row)),
    ),
    "order_history": (
        _newest(_of_orders(order_history, _moved), orders.c.user_id, order_history.c.position),
        _history_entry_of,
    ),
    "staff_actions": (
        _newest(select(*ENTRY_COLUMNS), audit_log_entries.c.staff_id, audit_log_entries.c.id),
        audit_log_entry_of,
    ),
}


class SqlPersonalDataReader(SqlRepository):
    def read(self, user_id: UserId, limit: int) -> PersonalData:
        lists: dict[str, Any] = {name: self._read(name, user_id, limit) for name in _LISTS}
        return PersonalData(**lists)

    def _read(self, name: str, user_id: UserId, limit: int) -> tuple[object, ...]:
        statement, read = _LISTS[name]
        return tuple(map(read, self._database.execute(statement, {"of_user": user_id, "most": limit})))
