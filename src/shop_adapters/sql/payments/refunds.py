"""Money to give back."""

from typing import Final

from sqlalchemy import bindparam, select, update

from shop_adapters.sql.engine.insert_or_ignore import insert_or_ignore
from shop_adapters.sql.engine.repository import SqlRepository
from shop_adapters.sql.payments.rows import refund_of, refund_row
from shop_adapters.sql.payments.tables import refunds
from shop_domain.payments.errors import PaymentNotFound
from shop_domain.payments.model import PaymentId, Refund, RefundId

_ADD: Final = insert_or_ignore(refunds)
_LOCK: Final = select(refunds).where(refunds.c.id == bindparam("refund_id")).with_for_update()
_PAYMENT_OF: Final = select(refunds.c.payment_id).where(refunds.c.id == bindparam("refund_id"))
_BY_PROVIDER: Final = select(refunds.c.id).where(refunds.c.provider_refund_id == bindparam("provider_refund_id"))
_SAVE: Final = (
    update(refunds)
    .where(refunds.c.id == bindparam("refund_id"))
    .values(
        state=bindparam("new_state"),
        provider_refund_id=bindparam("new_provider_refund_id"),
        tries=bindparam("new_tries"),
        next_try_at=bindparam("new_next_try_at"),
        updated_at=bindparam("new_updated_at"),
    )
)


class SqlRefunds(SqlRepository):
    def add(self, refund: Refund) -> bool:
        return self._database.execute(_ADD[self._database.is_sqlite], refund_row(refund)).rowcount == 1

    def payment_id_of(self, refund_id: RefundId) -> PaymentId:
        found = self._database.execute(_PAYMENT_OF, {"refund_id": refund_id}).scalar()
        if found is None:
            raise PaymentNotFound
        return PaymentId(found)

    def lock(self, refund_id: RefundId) -> Refund:
        return refund_of(self._database.execute(_LOCK, {"refund_id": refund_id}).mappings().one())

    def by_provider_refund_id(self, provider_refund_id: str) -> RefundId | None:
        found = self._database.execute(_BY_PROVIDER, {"provider_refund_id": provider_refund_id}).scalar()
        return None if found is None else RefundId(found)

    def save(self, refund: Refund) -> None:
        values = {
            "refund_id": refund.id,
            "new_state": refund.state.value,
            "new_provider_refund_id": refund.provider_refund_id,
            "new_tries": refund.tries,
            "new_next_try_at": refund.next_try_at,
            "new_updated_at": refund.updated_at,
        }
        self._database.execute(_SAVE, values)
