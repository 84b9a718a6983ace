"""What a checkout refuses, and how it leaves the shopper then, on every storage."""

import pytest

from shop_adapters.memory.provider import Fault
from shop_domain.cart.errors import CartNotFound
from shop_domain.checkout.errors import CartChanged, CartEmpty, StockLacks
from shop_domain.orders.access import Visitor
from shop_domain.orders.errors import OrderNotFound
from shop_domain.payments.errors import (
    PaymentMethodUnavailable,
    PaymentProviderError,
    PaymentRefused,
)
from shop_domain.payments.model import Method, PaymentState
from tests.builders import a_guest_owner, a_line, a_product, a_user_owner, eur, put_on_sale
from tests.contract.storage.checkout.coupons import save_coupon, uses


@pytest.mark.parametrize(
    ("fault", "refusal"),
    [
        (Fault.NOT_SENT, PaymentProviderError),
        (Fault.ANSWER_LOST, PaymentProviderError),
        (Fault.REFUSED, PaymentRefused),
    ],
)
def test_a_provider_that_gives_no_result_costs_the_shopper_nothing(desk, mug, fault, refusal):
    save_coupon(desk)
    owner = desk.fill_cart(mug, coupon_codes=("TEN",))
    desk.provider.faults.append(fault)

    with pytest.raises(refusal):
        desk.start(owner)

    assert [line.variant_id for line in desk.cart_of(owner).lines] == [mug]
    assert (desk.level(mug), uses(desk)) == ((10, 0), 0)
    assert desk.start(owner).payment.state is PaymentState.AWAITING_PAYER


def test_a_changed_price_is_shown_before_it_is_charged(desk, store):
    (mug,) = put_on_sale(store, a_product(price=eur(1_200)), available=10)
    owner = desk.fill_cart(mug)

    with pytest.raises(CartChanged) as changed:
        desk.start(owner)

    assert changed.value.priced.totals.grand_total == eur(1_200)
    assert desk.start(owner).payment.amount == eur(1_200)


def test_another_total_than_expected_is_shown_before_it_is_charged(desk, mug):
    owner = desk.fill_cart(mug)

    with pytest.raises(CartChanged):
        desk.start(owner, expected_total="9.99")

    assert desk.start(owner, expected_total="10").payment.amount == eur(1_000)


def test_a_coupon_that_was_used_up_meanwhile_is_taken_off_and_shown(desk, mug):
    save_coupon(desk, max_uses=1)
    first, second = (desk.fill_cart(mug, coupon_codes=("TEN",)) for _ in range(2))
    desk.start(first)

    with pytest.raises(CartChanged) as changed:
        desk.start(second)

    assert changed.value.priced.cart.coupon_codes == ()
    assert desk.start(second).payment.amount == eur(1_000)


def test_what_lacks_is_named_with_the_cart(desk, store):
    (mug,) = put_on_sale(store, a_product(), available=1)
    owner = desk.fill_cart(mug, quantity=2)

    with pytest.raises(StockLacks) as short:
        desk.start(owner)

    assert short.value.details["unavailable"] == [{"variant_id": str(mug), "available": 1}]
    assert short.value.priced.cart.lines[0].quantity == 2


def test_an_empty_cart_and_an_unknown_method_are_refused(desk):
    with pytest.raises(CartEmpty):
        desk.start(a_user_owner())
    with pytest.raises(PaymentMethodUnavailable):
        desk.start(a_user_owner(), payment_method="CAIXA")


def test_a_guest_sees_his_order_by_its_token_and_nobody_else_does(desk, mug):
    owner = desk.fill_cart(mug, owner=a_guest_owner())
    started = desk.start(owner, account_email=None, email="guest@example.com")
    nobody = a_guest_owner()

    assert desk.orders.order(started.order.number, Visitor(owner=nobody, token=started.order_token))
    for visitor in (Visitor(owner=nobody), Visitor(owner=nobody, token="wrong"), Visitor(owner=a_user_owner())):
        with pytest.raises(OrderNotFound):
            desk.orders.order(started.order.number, visitor)


def test_a_stranger_finds_no_payment(desk, mug):
    started = desk.start(desk.fill_cart(mug))

    assert desk.settlement.status(started.payment.id, Visitor(owner=started.order.owner)).payment == started.payment
    with pytest.raises(Exception, match="Not found"):
        desk.settlement.status(started.payment.id, Visitor(owner=a_user_owner()))
    with pytest.raises(Exception, match="Not found"):
        desk.settlement.returned(Method.PAYPAL, "NOSUCH")


def test_no_cart_no_crash(store):
    with store.read() as tx, pytest.raises(CartNotFound):
        tx.carts.get(a_line().id)
