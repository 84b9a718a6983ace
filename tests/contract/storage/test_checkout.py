"""From cart to paid order and back, on every storage."""

import pytest
from msgspec.structs import replace
from uuid_utils.compat import uuid7

from shop_adapters.memory.provider import Fault
from shop_domain.cart.errors import CartNotFound
from shop_domain.cart.model import CartStatus
from shop_domain.checkout.errors import CartChanged, CartEmpty, PaymentClosed, StockLacks
from shop_domain.orders.access import Visitor
from shop_domain.orders.errors import OrderNotFound
from shop_domain.orders.model import OrderStatus
from shop_domain.payments.errors import (
    PaymentDeclined,
    PaymentMethodUnavailable,
    PaymentNotApproved,
    PaymentProviderError,
    PaymentRefused,
)
from shop_domain.payments.model import Method, PaymentState, RefundState
from shop_domain.pricing.errors import CouponExhausted
from tests.builders import a_coupon, a_guest_owner, a_line, a_product, a_user_owner, eur, put_on_sale
from tests.contract.racing import all_at_once
from tests.contract.storage.desk import Desk


@pytest.fixture
def desk(store) -> Desk:
    return Desk(store)


@pytest.fixture
def mug(store):
    return put_on_sale(store, a_product(), available=10)[0]


def save_coupon(desk, **given):
    with desk.store.begin() as tx:
        return tx.coupon_catalogue.save(a_coupon(**given))


def uses(desk, code="TEN"):
    with desk.store.read() as tx:
        return tx.coupon_catalogue.get(code).uses


def test_a_started_checkout_holds_the_goods_and_closes_the_cart(desk, mug):
    owner = desk.fill_cart(mug, quantity=3)

    started = desk.start(owner)

    assert started.payment.state is PaymentState.AWAITING_PAYER
    assert started.payment.amount == eur(3_000)
    assert desk.level(mug) == (10, 3)
    assert desk.cart_of(owner) is None
    assert desk.order(started).placed.order.status is OrderStatus.PENDING


def test_a_paid_order_is_confirmed_and_its_goods_are_sold(desk, mug):
    started = desk.start(desk.fill_cart(mug, quantity=3))
    desk.approve(started)

    assert desk.come_back(started).state is PaymentState.PAID

    summary = desk.order(started)
    assert (summary.placed.order.status, summary.payment_status) == (OrderStatus.CONFIRMED, "COMPLETED")
    assert desk.level(mug) == (7, 0)


def test_coming_back_again_changes_nothing(desk, mug):
    started = desk.start(desk.fill_cart(mug))
    desk.approve(started)

    assert [desk.come_back(started).state for _ in range(3)] == [PaymentState.PAID] * 3
    assert desk.provider.captures == 1
    assert desk.level(mug) == (9, 0)


def test_a_payer_who_has_not_approved_is_sent_to_do_so(desk, mug):
    started = desk.start(desk.fill_cart(mug))

    with pytest.raises(PaymentNotApproved):
        desk.come_back(started)

    desk.approve(started)
    assert desk.come_back(started).state is PaymentState.PAID


def test_a_declined_payer_may_fund_it_otherwise(desk, mug):
    started = desk.start(desk.fill_cart(mug))
    desk.approve(started)
    desk.provider.decline_next(str(started.payment.provider_id))

    with pytest.raises(PaymentDeclined) as declined:
        desk.come_back(started)

    assert declined.value.details["approval_url"]
    desk.approve(started)
    assert desk.come_back(started).state is PaymentState.PAID


def test_a_payer_who_turns_back_has_everything_back(desk, mug):
    save_coupon(desk)
    owner = desk.fill_cart(mug, quantity=2, coupon_codes=("TEN",))
    started = desk.start(owner)
    assert uses(desk) == 1

    assert [desk.turn_back(started).state for _ in range(2)] == [PaymentState.CANCELLED] * 2

    cart = desk.cart_of(owner)
    assert [(line.variant_id, line.quantity) for line in cart.lines] == [(mug, 2)]
    assert cart.coupon_codes == ("TEN",)
    assert (desk.level(mug), uses(desk)) == ((10, 0), 0)
    assert desk.order(started).placed.order.status is OrderStatus.CANCELLED
    with pytest.raises(PaymentClosed):
        desk.come_back(started)


def test_turning_back_after_paying_changes_nothing(desk, mug):
    started = desk.start(desk.fill_cart(mug))
    desk.approve(started)
    desk.come_back(started)

    assert desk.turn_back(started).state is PaymentState.PAID
    assert desk.order(started).placed.order.status is OrderStatus.CONFIRMED


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


def test_a_capture_whose_answer_was_lost_is_found_out_by_asking(desk, mug):
    started = desk.start(desk.fill_cart(mug))
    desk.approve(started)
    desk.provider.faults.append(Fault.ANSWER_LOST)

    assert desk.come_back(started).state is PaymentState.COMPLETING
    desk.pass_time(seconds=10)
    desk.reconciliation.go_round()

    assert desk.order(started).placed.order.status is OrderStatus.CONFIRMED
    assert desk.provider.captures == 1


def test_an_attempt_that_the_provider_has_forgotten_ends_in_time(desk, mug):
    started = desk.start(desk.fill_cart(mug))
    desk.approve(started)
    desk.provider.faults.append(Fault.NOT_SENT)
    assert desk.come_back(started).state is PaymentState.COMPLETING
    del desk.provider.book[str(started.payment.provider_id)]

    desk.pass_time(hours=3)
    desk.reconciliation.go_round()
    assert desk.order(started).payment_status == "PROCESSING"
    desk.pass_time(hours=3)
    desk.reconciliation.go_round()

    assert desk.order(started).payment_status == "EXPIRED"
    assert desk.level(mug) == (10, 0)


def test_a_payer_who_never_comes_back_is_found_by_asking(desk, mug):
    started = desk.start(desk.fill_cart(mug))
    desk.approve(started)

    desk.pass_time(minutes=2)
    desk.reconciliation.go_round()

    assert desk.order(started).placed.order.status is OrderStatus.CONFIRMED


def test_an_order_that_nobody_pays_expires_and_gives_all_back(desk, mug):
    owner = desk.fill_cart(mug, quantity=4)
    started = desk.start(owner)

    desk.pass_time(minutes=61)
    desk.reconciliation.go_round()

    summary = desk.order(started)
    assert (summary.placed.order.status, summary.payment_status) == (OrderStatus.CANCELLED, "EXPIRED")
    assert desk.level(mug) == (10, 0)
    assert desk.cart_of(owner).lines[0].quantity == 4


def test_an_order_is_not_sold_after_its_time_even_if_nobody_has_expired_it_yet(desk, mug):
    started = desk.start(desk.fill_cart(mug))
    desk.approve(started)
    desk.pass_time(minutes=61)

    with pytest.raises(PaymentClosed):
        desk.come_back(started)

    assert desk.provider.captures == 0
    assert desk.level(mug) == (10, 0)


def test_a_cart_begun_meanwhile_takes_the_old_lines_in(desk, store, mug):
    (plate,) = put_on_sale(store, a_product(), available=10)
    owner = desk.fill_cart(mug, quantity=2)
    started = desk.start(owner)
    desk.fill_cart(plate, owner=owner)

    desk.turn_back(started)

    assert {line.variant_id: line.quantity for line in desk.cart_of(owner).lines} == {mug: 2, plate: 1}
    with store.read() as tx:
        assert tx.carts.get(started.order.cart_id).status is CartStatus.MERGED


def test_a_webhook_alone_confirms_and_counts_once(desk, mug):
    started = desk.start(desk.fill_cart(mug))
    desk.approve(started)

    for _ in range(3):
        desk.notify(started)

    assert desk.order(started).placed.order.status is OrderStatus.CONFIRMED
    assert desk.provider.captures == 1


def test_another_amount_is_reviewed_and_goes_back_by_itself(desk, mug):
    owner = desk.fill_cart(mug, quantity=2)
    started = desk.start(owner)
    provider_id = str(started.payment.provider_id)
    desk.provider.book[provider_id] = replace(desk.provider.book[provider_id], amount=eur(1), approved=True)

    assert desk.come_back(started).state is PaymentState.REVIEW
    assert desk.order(started).placed.order.status is OrderStatus.PENDING

    desk.reconciliation.go_round()

    assert desk.provider.book[provider_id].returned == 1
    assert desk.order(started).placed.order.status is OrderStatus.CANCELLED
    assert desk.level(mug) == (10, 0)


def test_money_that_comes_after_the_end_goes_back_once(desk, mug):
    started = desk.start(desk.fill_cart(mug))
    desk.turn_back(started)
    provider_id = str(started.payment.provider_id)
    account = desk.provider.book[provider_id]
    desk.provider.book[provider_id] = replace(account, approved=True, captured=account.amount)

    desk.notify(started)
    for _ in range(3):
        desk.reconciliation.go_round()
        desk.pass_time(minutes=5)

    assert len(desk.provider.book[provider_id].refunds) == 1
    assert desk.provider.book[provider_id].returned == 1_000
    summary = desk.order(started)
    assert (summary.placed.order.status, summary.payment_status) == (OrderStatus.CANCELLED, "REFUNDED")


def test_a_refund_whose_answer_was_lost_is_not_paid_twice(desk, mug):
    started = desk.start(desk.fill_cart(mug))
    desk.approve(started)
    desk.come_back(started)
    desk.cancellation.cancel(started.order.number, Visitor(owner=started.order.owner))
    desk.provider.faults.append(Fault.ANSWER_LOST)

    desk.reconciliation.go_round()
    desk.pass_time(minutes=5)
    desk.reconciliation.go_round()

    assert desk.provider.book[str(started.payment.provider_id)].returned == 1_000
    assert desk.order(started).payment_status == "REFUNDED"


def test_a_paid_order_that_is_cancelled_puts_the_goods_back(desk, mug):
    save_coupon(desk)
    started = desk.start(desk.fill_cart(mug, quantity=3, coupon_codes=("TEN",)))
    desk.approve(started)
    desk.come_back(started)

    desk.cancellation.cancel(started.order.number, Visitor(owner=started.order.owner))
    summary = desk.cancellation.cancel(started.order.number, Visitor(owner=started.order.owner))

    assert summary.placed.order.status is OrderStatus.CANCELLED
    assert (desk.level(mug), uses(desk)) == ((10, 0), 0)


def test_an_unpaid_order_that_is_cancelled_gives_the_cart_back(desk, mug):
    owner = desk.fill_cart(mug)
    started = desk.start(owner)

    desk.cancellation.cancel(started.order.number, Visitor(owner=owner))

    assert desk.order(started).payment_status == "CANCELLED"
    assert desk.cart_of(owner).lines[0].variant_id == mug


def test_history_tells_every_move(desk, mug):
    started = desk.start(desk.fill_cart(mug))
    desk.approve(started)
    desk.come_back(started)

    moves = desk.orders.history(started.order.number, Visitor(owner=started.order.owner))

    assert [(move.from_status, move.to_status) for move in moves] == [
        (None, OrderStatus.PENDING),
        (OrderStatus.PENDING, OrderStatus.CONFIRMED),
    ]


def test_an_order_that_costs_nothing_never_meets_the_provider(desk, mug):
    save_coupon(desk, value=10_000)
    started = desk.start(desk.fill_cart(mug, coupon_codes=("TEN",)))

    assert started.payment.state is PaymentState.PAID
    assert not desk.provider.book
    assert desk.order(started).placed.order.status is OrderStatus.CONFIRMED
    assert desk.level(mug) == (9, 0)


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


def test_a_repeated_request_goes_on_where_the_first_was_cut_off(desk, mug):
    owner, request_id = desk.fill_cart(mug), uuid7()

    first = desk.start(owner, request_id)
    again = desk.start(owner, request_id)

    assert again.payment == first.payment
    assert len(desk.provider.book) == 1
    assert desk.level(mug) == (10, 1)


def test_an_attempt_that_a_crash_left_is_given_back(desk, mug):
    class PowerCut(BaseException):
        pass

    def crash(_request):
        raise PowerCut

    owner = desk.fill_cart(mug)
    desk.provider.start, start = crash, desk.provider.start
    with pytest.raises(PowerCut):
        desk.start(owner)
    desk.provider.start = start
    assert desk.level(mug) == (10, 1)

    desk.pass_time(seconds=61)
    desk.reconciliation.go_round()

    assert desk.level(mug) == (10, 0)
    assert desk.cart_of(owner).lines[0].variant_id == mug


def test_one_cart_checked_out_by_twenty_at_once_makes_one_order(desk, mug):
    owner = desk.fill_cart(mug)

    def start(_number):
        try:
            return desk.start(owner).order.id
        except CartEmpty:
            return None

    assert len({order_id for order_id in all_at_once(20, start) if order_id}) == 1
    assert desk.level(mug) == (10, 1)


def test_one_unit_and_twenty_carts_make_exactly_one_order(desk, store):
    (mug,) = put_on_sale(store, a_product(), available=1)
    owners = [desk.fill_cart(mug) for _ in range(20)]

    def start(number):
        try:
            return desk.start(owners[number])
        except StockLacks:
            return None

    assert sum(started is not None for started in all_at_once(20, start)) == 1
    assert desk.level(mug) == (1, 1)


def test_a_coupon_for_one_among_twenty_lowers_exactly_one_order(desk, store):
    (mug,) = put_on_sale(store, a_product(), available=100)
    save_coupon(desk, max_uses=1)
    owners = [desk.fill_cart(mug, coupon_codes=("TEN",)) for _ in range(20)]

    def start(number):
        try:
            return desk.start(owners[number]).payment.amount
        except (CartChanged, CouponExhausted):
            return None

    assert [amount for amount in all_at_once(20, start) if amount] == [eur(900)]
    assert uses(desk) == 1


def test_return_webhook_and_worker_at_once_sell_once(desk, mug):
    started = desk.start(desk.fill_cart(mug))
    desk.approve(started)
    desk.pass_time(minutes=2)

    def act(number):
        if number % 3 == 0:
            desk.come_back(started)
        elif number % 3 == 1:
            desk.notify(started, key=f"E{number}")
        else:
            desk.reconciliation.go_round()

    all_at_once(12, act)

    assert desk.provider.captures == 1
    assert desk.level(mug) == (9, 0)
    assert desk.order(started).placed.order.status is OrderStatus.CONFIRMED


def test_paying_and_turning_back_at_once_end_as_one_or_the_other(desk, mug):
    started = desk.start(desk.fill_cart(mug))
    desk.approve(started)

    def act(number):
        try:
            return desk.turn_back(started) if number % 2 else desk.come_back(started)
        except PaymentClosed:
            return None

    all_at_once(12, act)

    summary = desk.order(started)
    paid = summary.placed.order.status is OrderStatus.CONFIRMED
    assert desk.provider.captures == int(paid)
    assert desk.level(mug) == ((9, 0) if paid else (10, 0))


def test_refunds_are_pursued_once_by_many_workers(desk, mug):
    started = desk.start(desk.fill_cart(mug))
    desk.approve(started)
    desk.come_back(started)
    desk.cancellation.cancel(started.order.number, Visitor(owner=started.order.owner))
    with desk.store.read() as tx:
        (refund_id,) = tx.payment_agenda.refunds_due(desk.now, 10)

    states = all_at_once(8, lambda _: desk.refunds.pursue(refund_id))

    assert RefundState.DONE in states
    assert desk.provider.book[str(started.payment.provider_id)].returned == 1_000


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
