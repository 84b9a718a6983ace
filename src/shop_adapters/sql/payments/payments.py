"""Attempts to pay as the checkout writes them."""

from typing import Final

from sqlalchemy import bindparam, update

from shop_adapters.sql.engine.error_mapping import ConstraintViolation
from shop_adapters.sql.engine.repository import SqlRepository
from shop_adapters.sql.orders.tables import orders
from shop_adapters.sql.payments.payment_with_order import PAYMENT_WITH_ORDER, payment_and_order_of
from shop_adapters.sql.payments.rows import log_entry_row, payment_row
from shop_adapters.sql.payments.tables import payments, provider_log
from shop_domain.kernel.errors import ConcurrentUpdate
from shop_domain.orders.model import Order
from shop_domain.payments.errors import PaymentNotFound
from shop_domain.payments.gateway import CAPTURE_OF_ANOTHER, Ambiguous
from shop_domain.payments.model import Payment, PaymentId, ProviderLogEntry

_LOCK: Final = PAYMENT_WITH_ORDER.where(payments.c.id == bindparam("payment_id")).with_for_update(of=[orders, payments])
_CHANGING: Final = tuple(
    c.name
    for c in payments.c
    if c.name not in {"id", "order_id", "method", "currency", "amount", "created_at", "version"}
)
_SAVE: Final = (
    update(payments)
    .where(payments.c.id == bindparam("payment_id"), payments.c.version == bindparam("seen"))
    .values(
        {
            **{name: bindparam(f"new_{name}", type_=payments.c[name].type) for name in _CHANGING},
            "version": payments.c.version + 1,
        }
    )
)


class SqlPayments(SqlRepository):
    def add(self, payment: Payment) -> None:
        self._database.append(payments, payment_row(payment))

    def lock_with_order(self, payment_id: PaymentId) -> tuple[Payment, Order]:
        row = self._database.execute(_LOCK, {"payment_id": payment_id}).first()
        if row is None:
            raise PaymentNotFound
        return payment_and_order_of(row)

    def save(self, payment: Payment) -> Payment:
        new = payment_row(payment)
        values = {f"new_{name}": new[name] for name in _CHANGING} | {"payment_id": payment.id, "seen": payment.version}
        try:
            saved = self._database.execute(_SAVE, values)
        except ConstraintViolation as violation:
            if violation.constraint == "uq_payments_method_capture_id":
                raise Ambiguous(CAPTURE_OF_ANOTHER) from violation
            raise
        if saved.rowcount != 1:
            raise ConcurrentUpdate
        return payment

    def log(self, entry: ProviderLogEntry) -> None:
        self._database.append(provider_log, log_entry_row(entry))
