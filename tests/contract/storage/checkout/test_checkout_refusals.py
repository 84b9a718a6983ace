"""What a checkout refuses, and how it leaves the shopper then, on every storage."""

import pytest

from shop_adapters.payments.in_memory import ProviderFault
from shop_domain.cart.errors import CartNotFound
from shop_domain.checkout.errors import CartChanged, CartEmpty, CartOutOfStock
from shop_domain.orders.access import OrderViewer
from shop_domain.orders.errors import OrderNotFound
from shop_domain.payments.errors import (
    PaymentMethodUnavailable,
    PaymentProviderError,
    PaymentRefused,
)
from shop_domain.payments.model import Method, PaymentState
from tests.builders import a_guest_owner, a_line, a_product, a_user_owner, create_products, eur
from tests.contract.storage.checkout.coupons import save_coupon, uses


@pytest.mark.parametrize(
    ("fault", "refusal"),
    [
        (ProviderFault.NOT_SENT, PaymentProviderError),
        (ProviderFault.RESPONSE_LOST, PaymentProviderError),
        (ProviderFault.REJECTED, PaymentRefused),
    ],
)
def test_a_provider_that_gives_no_result_costs_the_shopper_nothing(driver, mug, fault, refusal):
    save_coupon(driver)
    owner = driver.fill_cart(mug, coupon_codes=("TEN",))
    driver.provider.injected_faults.append(fault)

    with pytest.raises(refusal):
        driver.start(owner)

    assert [line.variant_id for line in driver.cart_of(owner).lines] == [mug]
    assert (driver.level(mug), uses(driver)) == ((10, 0), 0)
    assert driver.start(owner).payment.state is PaymentState.AWAITING_PAYER


def test_a_changed_price_is_shown_before_it_is_charged(driver, store):
    (mug,) = create_products(store, a_product(price=eur(1_200)), available=10)
    owner = driver.fill_cart(mug)

    with pytest.raises(CartChanged) as changed:
        driver.start(owner)

    assert changed.value.priced.totals.grand_total == eur(1_200)
    assert driver.start(owner).payment.amount == eur(1_200)


def test_another_total_than_expected_is_shown_before_it_is_charged(driver, mug):
    owner = driver.fill_cart(mug)

    with pytest.raises(CartChanged):
        driver.start(owner, expected_total="9.99")

    assert driver.start(owner, expected_total="10").payment.amount == eur(1_000)


def test_a_coupon_that_was_used_up_meanwhile_is_taken_off_and_shown(driver, mug):
    save_coupon(driver, max_uses=1)
    first, second = (driver.fill_cart(mug, coupon_codes=("TEN",)) for _ in range(2))
    driver.start(first)

    with pytest.raises(CartChanged) as changed:
        driver.start(second)

    assert changed.value.priced.cart.coupon_codes == ()
    assert driver.start(second).payment.amount == eur(1_000)


def test_what_lacks_is_named_with_the_cart(driver, store):
    (mug,) = create_products(store, a_product(), available=1)
    owner = driver.fill_cart(mug, quantity=2)

    with pytest.raises(CartOutOfStock) as short:
        driver.start(owner)

    assert short.value.details["unavailable"] == [{"variant_id": str(mug), "available": 1}]
    assert short.value.priced.cart.lines[0].quantity == 2


def test_an_empty_cart_and_an_unknown_method_are_refused(driver):
    with pytest.raises(CartEmpty):
        driver.start(a_user_owner())
    with pytest.raises(PaymentMethodUnavailable):
        driver.start(a_user_owner(), payment_method="CAIXA")


def test_a_guest_sees_his_order_by_its_token_and_nobody_else_does(driver, mug):
    owner = driver.fill_cart(mug, owner=a_guest_owner())
    started = driver.start(owner, account_email=None, email="guest@example.com")
    nobody = a_guest_owner()

    assert driver.orders.order(started.order.number, OrderViewer(owner=nobody, token=started.order_token))
    for visitor in (
        OrderViewer(owner=nobody),
        OrderViewer(owner=nobody, token="wrong"),
        OrderViewer(owner=a_user_owner()),
    ):
        with pytest.raises(OrderNotFound):
            driver.orders.order(started.order.number, visitor)


def test_a_stranger_finds_no_payment(driver, mug):
    started = driver.start(driver.fill_cart(mug))

    assert (
        driver.completion.status(started.payment.id, OrderViewer(owner=started.order.owner)).payment == started.payment
    )
    with pytest.raises(Exception, match="Not found"):
        driver.completion.status(started.payment.id, OrderViewer(owner=a_user_owner()))
    with pytest.raises(Exception, match="Not found"):
        driver.completion.complete_on_return(Method.PAYPAL, "NOSUCH")


def test_no_cart_no_crash(store):
    with store.read() as tx, pytest.raises(CartNotFound):
        tx.carts.get(a_line().id)
