"""From cart to paid order, and every way in which it does not come to that."""

import pytest
from uuid_utils.compat import uuid7

from shop_adapters.memory.provider import Fault
from tests.builders import a_coupon
from tests.contract.http.people import Person, a_clerk, a_guest
from tests.contract.http.purchase.buying import ADDRESS, PAYPAL, create, pay, stock


def test_a_user_buys(shop, client, user, provider, mug):
    user.add(mug, 2)

    created = create(user)

    assert created.status_code == 201
    body = created.json()
    assert (body["amount"], body["currency"], body["status"]) == ("39.98", "USD", "PENDING")
    assert body["approval_url"] == body["action"]["url"]
    assert body["action"]["type"] == "redirect"
    assert "order_token" not in body
    assert created.headers["Cache-Control"] == "no-store"

    paid = pay(user, provider, created)
    assert paid.status_code == 200
    assert paid.json()["message"] == "Payment completed successfully"

    order = user.ask("GET", f"/orders/{body['order_number']}/").json()
    assert (order["status"], order["payment_status"], order["grand_total"]) == ("CONFIRMED", "COMPLETED", "39.98")
    assert user.ask("GET", f"/payments/{body['payment_id']}/").json()["status"] == "COMPLETED"
    assert user.cart()["items"] == []
    assert stock(a_clerk(shop, client), mug) == (8, 0)


def test_a_guest_buys_and_sees_the_order_by_its_token(client, guest, mug):
    guest.add(mug)
    created = create(guest, {**PAYPAL, "email": "guest@example.com"}).json()
    guest.ask("GET", f"/payments/paypal/cancel/?token={created['provider_order_id']}")

    path = f"/orders/{created['order_number']}/"
    stranger = a_guest(client)
    assert guest.ask("GET", path).status_code == 200
    assert stranger.ask("GET", f"{path}?token={created['order_token']}").status_code == 200
    assert stranger.ask("GET", path).status_code == 404
    assert stranger.ask("GET", f"{path}?token=wrong").status_code == 404
    assert stranger.ask("GET", f"/payments/{created['payment_id']}/").status_code == 404


def test_a_guest_without_an_address_to_write_to_is_asked_for_it(guest, mug):
    guest.add(mug)
    refused = create(guest)
    assert (refused.status_code, list(refused.json())) == (400, ["email"])
    guest.ask("PATCH", "/cart/", {"email": "guest@example.com"})
    assert create(guest).status_code == 201


def test_nobody_in_particular_can_not_buy(client):
    assert create(Person(client)).status_code == 401


def test_an_empty_cart_is_refused(user):
    refused = create(user)
    assert (refused.status_code, refused.json()["code"]) == (400, "cart_empty")


def test_wrong_fields_are_named_all_at_once(user, mug):
    user.add(mug)
    wrong = {
        "payment_method": "PAYPAL",
        "shipping_address": {**ADDRESS, "country": "USA", "city": None},
        "email": 5,
        "surprise": 1,
    }
    refused = create(user, wrong)
    assert refused.status_code == 400
    assert set(refused.json()) == {"shipping_address", "email", "surprise"}
    assert set(refused.json()["shipping_address"]) == {"country", "city"}


def test_what_the_domain_finds_wrong_is_named_too(user, mug):
    user.add(mug)
    refused = create(user, {**PAYPAL, "email": "no address", "shipping_method_id": str(uuid7())})
    assert (refused.status_code, set(refused.json())) == (400, {"email", "shipping_method_id"})
    assert list(create(user, {**PAYPAL, "expected_total": "1.999"}).json()) == ["expected_total"]


def test_a_method_that_is_not_configured_is_refused(user, mug):
    user.add(mug)
    for method in ("CAIXA", "nonsense"):
        refused = create(user, {**PAYPAL, "payment_method": method})
        assert (refused.status_code, refused.json()["code"]) == (400, "payment_method_unavailable")
    assert user.ask("GET", "/payments/methods/").json()["results"] == ["PAYPAL"]


def test_another_total_is_shown_with_the_cart_and_may_be_ordered_then(user, mug):
    user.add(mug)
    changed = create(user, {**PAYPAL, "expected_total": "1.00"})
    assert (changed.status_code, changed.json()["code"]) == (409, "cart_changed")
    assert changed.json()["cart"]["grand_total"] == "19.99"
    assert create(user, {**PAYPAL, "expected_total": "19.99"}).status_code == 201


def test_what_lacks_is_named_with_the_cart(shop, client, user, mug):
    user.add(mug, 10)
    clerk = a_clerk(shop, client)
    clerk.ask("POST", f"/admin/inventory/{mug}/adjust/", {"quantity": -7, "reason": "broken"})

    short = create(user)

    assert (short.status_code, short.json()["code"]) == (409, "insufficient_stock")
    assert short.json()["unavailable"] == [{"variant_id": str(mug), "available": 3}]
    assert short.json()["cart"]["items"][0]["quantity"] == 10


@pytest.mark.parametrize(
    ("fault", "status", "code"),
    [
        (Fault.NOT_SENT, 502, "payment_provider_error"),
        (Fault.ANSWER_LOST, 502, "payment_provider_error"),
        (Fault.REFUSED, 400, "payment_refused"),
    ],
)
def test_a_provider_that_fails_costs_nothing(user, provider, mug, fault, status, code):
    user.add(mug)
    provider.faults.append(fault)

    failed = create(user)

    assert (failed.status_code, failed.json()["code"]) == (status, code)
    assert (status != 502) or failed.headers["Retry-After"]
    assert len(user.cart()["items"]) == 1
    assert create(user).status_code == 201


def test_the_same_request_twice_is_one_order_and_the_same_answer(user, mug):
    user.add(mug)
    first = create(user, Idempotency_Key="K1")
    again = create(user, Idempotency_Key="K1")
    assert (again.status_code, again.content) == (201, first.content)
    assert again.headers["Idempotency-Replayed"] == "true"
    other = create(user, {**PAYPAL, "note": "another"}, Idempotency_Key="K1")
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")
    assert user.ask("GET", "/orders/").json()["count"] == 1


def test_a_coupon_makes_it_free_and_nobody_is_asked_to_pay(shop, user, provider, mug):
    with shop.store().begin() as tx:
        tx.coupon_catalogue.save(a_coupon(value=10_000))
    user.add(mug)
    user.ask("POST", "/cart/coupons/", {"code": "TEN"})

    created = create(user).json()

    assert (created["status"], created["amount"], created["action"]) == ("COMPLETED", "0.00", None)
    assert not provider.book
    assert user.ask("GET", f"/orders/{created['order_number']}/").json()["status"] == "CONFIRMED"
