"""Money to give back."""

from typing import Final

from sqlalchemy import bindparam, select, update
from sqlalchemy.dialects import postgresql, sqlite

from shop_adapters.sql.database import Database
from shop_adapters.sql.payments.rows import payment_of, refund_of, refund_row
from shop_adapters.sql.payments.tables import payments, refunds
from shop_domain.payments.errors import PaymentNotFound
from shop_domain.payments.model import Payment, Refund, RefundId

_ADD: Final = {
    True: sqlite.insert(refunds).on_conflict_do_nothing(),
    False: postgresql.insert(refunds).on_conflict_do_nothing(),
}
_LOCK: Final = select(refunds).where(refunds.c.id == bindparam("refund_id")).with_for_update()
_LOCK_PAYMENT: Final = select(payments).where(payments.c.id == bindparam("payment_id")).with_for_update()
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


class SqlRefunds:
    """Money to give back."""

    def __init__(self, database: Database) -> None:
        """Write through this conversation."""
        self._database = database

    def add(self, refund: Refund) -> bool:
        """Store a new refund; False where the attempt has an automatic one already."""
        return self._database.execute(_ADD[self._database.is_sqlite], refund_row(refund)).rowcount == 1

    def lock(self, refund_id: RefundId) -> tuple[Refund, Payment]:
        """Read a refund with its attempt and hold both; raise PaymentNotFound."""
        row = self._database.execute(_LOCK, {"refund_id": refund_id}).mappings().first()
        if row is None:
            raise PaymentNotFound
        refund = refund_of(row)
        payment = self._database.execute(_LOCK_PAYMENT, {"payment_id": refund.payment_id}).mappings().one()
        return refund, payment_of(payment)

    def by_provider(self, provider_refund_id: str) -> RefundId | None:
        """Find a refund by the provider's id of it."""
        found = self._database.execute(_BY_PROVIDER, {"provider_refund_id": provider_refund_id}).scalar()
        return None if found is None else RefundId(found)

    def save(self, refund: Refund) -> None:
        """Store a refund under its lock."""
        values = {
            "refund_id": refund.id,
            "new_state": refund.state.value,
            "new_provider_refund_id": refund.provider_refund_id,
            "new_tries": refund.tries,
            "new_next_try_at": refund.next_try_at,
            "new_updated_at": refund.updated_at,
        }
        self._database.execute(_SAVE, values)
