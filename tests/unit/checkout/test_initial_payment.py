"""With what attempt to pay does a new order begin?"""

from datetime import timedelta

from uuid_utils.compat import uuid7

from shop_domain.checkout.initial_payment import initial_payment
from shop_domain.inventory.reservation import ReservationPolicy
from shop_domain.kernel.money import zero
from shop_domain.payments.lifecycle import OPEN_STATES
from shop_domain.payments.model import Method, Payment, PaymentState
from tests.builders import NOW, an_order, eur

REQUEST = uuid7()


def begun(**given) -> Payment:
    return initial_payment(
        an_order(**given),
        Method.PAYPAL,
        payment_id=uuid7(),
        reference="R1",
        policy=ReservationPolicy(minutes=45),
        request_id=REQUEST,
    )


def test_an_order_waits_for_all_of_its_total_until_its_reservation_ends():
    payment = begun(grand_total=eur(1_210))
    assert (payment.state, payment.amount, payment.expected) == (PaymentState.STARTING, eur(1_210), eur(1_210))
    assert (payment.captured, payment.refunded, payment.reason) == (None, zero("EUR"), "")
    assert (payment.reference, payment.request_id) == ("R1", REQUEST)
    assert payment.expires_at == NOW + timedelta(minutes=45)


def test_a_start_that_a_crash_cut_off_is_looked_at_after_a_minute():
    assert begun().next_check_at == NOW + timedelta(seconds=60)


def test_an_order_that_costs_nothing_is_paid_at_once():
    payment = begun(grand_total=eur(0))
    assert (payment.state, payment.captured) == (PaymentState.PAID, eur(0))
    assert payment.state not in OPEN_STATES


def test_the_smallest_amount_is_not_nothing():
    assert begun(grand_total=eur(1)).state is PaymentState.STARTING
