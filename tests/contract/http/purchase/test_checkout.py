"""From cart to paid order, and every way in which it does not come to that."""

import pytest
from uuid_utils.compat import uuid7

from shop_adapters.payments.in_memory import ProviderFault
from tests.builders import a_coupon
from tests.contract.http.callers import ApiCaller, a_guest, a_staff_member
from tests.contract.http.purchase.checkout_steps import ADDRESS, PAYPAL, create_payment, pay_order, stock_level


def test_a_user_buys(shop, client, user, provider, mug):
    user.add(mug, 2)

    created = create_payment(user)

    assert created.status_code == 201
    body = created.json()
    assert (body["amount"], body["currency"], body["status"]) == ("39.98", "USD", "PENDING")
    assert body["approval_url"] == body["action"]["url"]
    assert body["action"]["type"] == "redirect"
    assert "order_token" not in body
    assert created.headers["Cache-Control"] == "no-store"

    paid = pay_order(user, provider, created)
    assert paid.status_code == 200
    assert paid.json()["message"] == "Payment completed successfully"

    order = user.request("GET", f"/orders/{body['order_number']}/").json()
    assert (order["status"], order["payment_status"], order["grand_total"]) == ("CONFIRMED", "COMPLETED", "39.98")
    assert user.request("GET", f"/payments/{body['payment_id']}/").json()["status"] == "COMPLETED"
    assert user.cart()["items"] == []
    assert stock_level(a_staff_member(shop, client), mug) == (8, 0)


def test_a_guest_buys_and_sees_the_order_by_its_token(client, guest, mug):
    guest.add(mug)
    created = create_payment(guest, {**PAYPAL, "email": "guest@example.com"}).json()
    guest.request("GET", f"/payments/paypal/cancel/?token={created['provider_order_id']}")

    path = f"/orders/{created['order_number']}/"
    stranger = a_guest(client)
    assert guest.request("GET", path).status_code == 200
    assert stranger.request("GET", f"{path}?token={created['order_token']}").status_code == 200
    assert stranger.request("GET", path).status_code == 404
    assert stranger.request("GET", f"{path}?token=wrong").status_code == 404
    assert stranger.request("GET", f"/payments/{created['payment_id']}/").status_code == 404


def test_a_guest_without_an_address_to_write_to_is_asked_for_it(guest, mug):
    guest.add(mug)
    refused = create_payment(guest)
    assert (refused.status_code, list(refused.json())) == (400, ["email"])
    guest.request("PATCH", "/cart/", {"email": "guest@example.com"})
    assert create_payment(guest).status_code == 201


def test_nobody_in_particular_can_not_buy(client):
    assert create_payment(ApiCaller(client)).status_code == 401


def test_an_empty_cart_is_refused(user):
    refused = create_payment(user)
    assert (refused.status_code, refused.json()["code"]) == (400, "cart_empty")


def test_wrong_fields_are_named_all_at_once(user, mug):
    user.add(mug)
    wrong = {
        "payment_method": "PAYPAL",
        "shipping_address": {**ADDRESS, "country": "USA", "city": None},
        "email": 5,
        "surprise": 1,
    }
    refused = create_payment(user, wrong)
    assert refused.status_code == 400
    assert set(refused.json()) == {"shipping_address", "email", "surprise"}
    assert set(refused.json()["shipping_address"]) == {"country", "city"}


def test_what_the_domain_finds_wrong_is_named_too(user, mug):
    user.add(mug)
    refused = create_payment(user, {**PAYPAL, "email": "no address", "shipping_method_id": str(uuid7())})
    assert (refused.status_code, set(refused.json())) == (400, {"email", "shipping_method_id"})
    assert list(create_payment(user, {**PAYPAL, "expected_total": "1.999"}).json()) == ["expected_total"]


def test_a_method_that_is_not_configured_is_refused(user, mug):
    user.add(mug)
    for method in ("CAIXA", "nonsense"):
        refused = create_payment(user, {**PAYPAL, "payment_method": method})
        assert (refused.status_code, refused.json()["code"]) == (400, "payment_method_unavailable")
    assert user.request("GET", "/payments/methods/").json()["results"] == ["PAYPAL"]


def test_another_total_is_shown_with_the_cart_and_may_be_ordered_then(user, mug):
    user.add(mug)
    changed = create_payment(user, {**PAYPAL, "expected_total": "1.00"})
    assert (changed.status_code, changed.json()["code"]) == (409, "cart_changed")
    assert changed.json()["cart"]["grand_total"] == "19.99"
    assert create_payment(user, {**PAYPAL, "expected_total": "19.99"}).status_code == 201


def test_what_lacks_is_named_with_the_cart(shop, client, user, mug):
    user.add(mug, 10)
    clerk = a_staff_member(shop, client)
    clerk.request("POST", f"/admin/inventory/{mug}/adjust/", {"quantity": -7, "reason": "broken"})

    short = create_payment(user)

    assert (short.status_code, short.json()["code"]) == (409, "insufficient_stock")
    assert short.json()["unavailable"] == [{"variant_id": str(mug), "available": 3}]
    assert short.json()["cart"]["items"][0]["quantity"] == 10


@pytest.mark.parametrize(
    ("fault", "status", "code"),
    [
        (ProviderFault.NOT_SENT, 502, "payment_provider_error"),
        (ProviderFault.RESPONSE_LOST, 502, "payment_provider_error"),
        (ProviderFault.REJECTED, 400, "payment_refused"),
    ],
)
def test_a_provider_that_fails_costs_nothing(user, provider, mug, fault, status, code):
    user.add(mug)
    provider.injected_faults.append(fault)

    failed = create_payment(user)

    assert (failed.status_code, failed.json()["code"]) == (status, code)
    assert (status != 502) or failed.headers["Retry-After"]
    assert len(user.cart()["items"]) == 1
    assert create_payment(user).status_code == 201


def test_the_same_request_twice_is_one_order_and_the_same_answer(user, mug):
    user.add(mug)
    first = create_payment(user, Idempotency_Key="K1")
    again = create_payment(user, Idempotency_Key="K1")
    assert (again.status_code, again.content) == (201, first.content)
    assert again.headers["Idempotency-Replayed"] == "true"
    other = create_payment(user, {**PAYPAL, "note": "another"}, Idempotency_Key="K1")
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")
    assert user.request("GET", "/orders/").json()["count"] == 1


def test_a_coupon_makes_it_free_and_nobody_is_asked_to_pay(shop, user, provider, mug):
    with shop.store().begin() as tx:
        tx.coupon_admin.save(a_coupon(value=10_000))
    user.add(mug)
    user.request("POST", "/cart/coupons/", {"code": "TEN"})

    created = create_payment(user).json()

    assert (created["status"], created["amount"], created["action"]) == ("COMPLETED", "0.00", None)
    assert not provider.payments
    assert user.request("GET", f"/orders/{created['order_number']}/").json()["status"] == "CONFIRMED"
