"""An attempt to pay, in any state."""

from datetime import timedelta
from typing import Any

from shop_domain.kernel.money import zero
from shop_domain.orders.model import OrderId
from shop_domain.payments.gateway import Redirect
from shop_domain.payments.model import Method, Payment, PaymentId, PaymentState
from shop_domain.payments.observation import Observation, ObservationSource, PaymentOutcome
from tests.builders import NOW, eur, uuid7


def a_payment(state: PaymentState = PaymentState.AWAITING_PAYER, **given: Any) -> Payment:
    money = eur(1_210)
    has_money = state in {PaymentState.PAID, PaymentState.REVIEW}
    values: dict[str, Any] = {
        "method": Method.PAYPAL,
        "amount": money,
        "expected": money,
        "reference": "R1",
        "provider_id": "P1",
        "action": Redirect(url="https://pay.example/P1"),
        "captured": money if has_money else None,
        "capture_id": "C1" if has_money else None,
        "refunded": zero("EUR"),
        "expires_at": NOW + timedelta(hours=1),
        "next_check_at": NOW,
        "created_at": NOW,
        "updated_at": NOW,
        **given,
    }
    return Payment(id=PaymentId(uuid7()), order_id=OrderId(uuid7()), state=state, **values)


def an_observation(
    outcome: PaymentOutcome, source: ObservationSource = ObservationSource.LOOKUP, **given: Any
) -> Observation:
    if outcome is PaymentOutcome.PAID:
        given = {"paid": eur(1_210), "capture_id": "C1", **given}
    return Observation(outcome=outcome, source=source, **given)
