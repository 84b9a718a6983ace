"""Who completes an attempt: one at a time, decided by one conditional statement."""

from datetime import datetime
from typing import Any, Final

from sqlalchemy import Update, bindparam, or_, update
from sqlalchemy.sql.elements import ColumnElement

from shop_adapters.sql.engine.repository import SqlRepository
from shop_adapters.sql.payments.rows import payment_of
from shop_adapters.sql.payments.tables import payments
from shop_domain.payments.model import Method, Payment, PaymentId, PaymentState

# The conditions and the new values are those of `claimed` in payments/lifecycle.py of the domain.
_now: Final = bindparam("now", type_=payments.c.busy_until.type)
_until: Final = bindparam("until", type_=payments.c.busy_until.type)
_waits: Final = (payments.c.state == PaymentState.AWAITING_PAYER.value) & (payments.c.expires_at > _now)
_left: Final = (payments.c.state == PaymentState.COMPLETING.value) & (
    payments.c.busy_until.is_(None) | (payments.c.busy_until <= _now)
)


def _claim(*which: ColumnElement[bool]) -> Any:  # noqa: ANN401 - an UPDATE … RETURNING of the whole row
    statement: Update = update(payments).where(*which, or_(_waits, _left))
    return statement.values(
        state=PaymentState.COMPLETING.value,
        busy_until=_until,
        next_check_at=_until,
        updated_at=_now,
        version=payments.c.version + 1,
    ).returning(payments)


_BY_ID: Final = _claim(payments.c.id == bindparam("of_id"))
_BY_PROVIDER_ID: Final = _claim(
    payments.c.method == bindparam("of_method"), payments.c.provider_id == bindparam("of_provider_id")
)


class SqlCompletionClaims(SqlRepository):
    """Who completes an attempt."""

    def claim(self, payment_id: PaymentId, now: datetime, busy_until: datetime) -> Payment | None:
        return self._claimed(_BY_ID, of_id=payment_id, now=now, until=busy_until)

    def claim_by_provider_id(
        self, method: Method, provider_id: str, now: datetime, busy_until: datetime
    ) -> Payment | None:
        return self._claimed(
            _BY_PROVIDER_ID, of_method=method.value, of_provider_id=provider_id, now=now, until=busy_until
        )

    def _claimed(self, statement: Any, **values: object) -> Payment | None:  # noqa: ANN401 - see _claim
        row = self._database.execute(statement, values).mappings().first()
        return None if row is None else payment_of(row)
