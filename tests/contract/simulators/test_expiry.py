from tests.contract.simulators.caller import issues

HOURS = 3_600


def test_an_order_that_nobody_approves_is_gone_after_three_hours(caller, inbox):
    order_id = caller.order()
    caller.paypal.advance(3 * HOURS - 1)
    assert caller.status_of(order_id) == "PAYER_ACTION_REQUIRED"
    caller.paypal.advance(1)
    assert issues(caller.get(f"/v2/checkout/orders/{order_id}")) == ["INVALID_RESOURCE_ID"]
    assert caller.capture(order_id).status_code == 404
    assert inbox.kinds == []


def test_an_expired_order_may_show_as_voided(caller):
    caller.paypal.configure(expired_orders="VOIDED")
    order_id = caller.order()
    caller.paypal.expire_order(order_id)
    assert caller.status_of(order_id) == "VOIDED"
    assert issues(caller.capture(order_id)) == ["ORDER_NOT_APPROVED"]


def test_an_approval_that_is_not_used_is_lost_and_told(caller, inbox):
    order_id = caller.order()
    caller.paypal.advance(2 * HOURS)
    caller.paypal.act_as_payer(order_id)
    caller.paypal.advance(3 * HOURS - 1)
    assert caller.status_of(order_id) == "APPROVED"
    caller.paypal.advance(1)
    assert caller.capture(order_id).status_code == 404
    assert inbox.kinds == ["CHECKOUT.ORDER.APPROVED", "CHECKOUT.PAYMENT-APPROVAL.REVERSED"]
    assert inbox.received[-1].event["resource"]["order_id"] == order_id


def test_a_paid_order_never_expires(caller):
    order_id = caller.approved()
    caller.capture(order_id)
    caller.paypal.advance(8 * HOURS)
    assert caller.status_of(order_id) == "COMPLETED"
