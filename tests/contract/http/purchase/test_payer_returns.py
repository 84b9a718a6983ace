"""Payers come back from the provider: having paid, not yet, or not at all."""

import pytest

from shop_adapters.payments.in_memory import ProviderFault
from tests.contract.http.purchase.checkout_steps import create_payment


def test_not_approved_declined_and_then_paid(user, provider, mug):
    user.add(mug)
    created = create_payment(user).json()
    token = created["provider_order_id"]
    path = f"/payments/paypal/success/?token={token}"

    waiting = user.request("GET", path)
    assert (waiting.status_code, waiting.json()["code"]) == (409, "payment_not_approved")

    provider.approve(token)
    provider.decline_next_capture(token)
    declined = user.request("GET", path)
    assert (declined.status_code, declined.json()["code"]) == (400, "payment_declined")
    assert declined.json()["error"]
    again = user.request("GET", path)
    shown = user.request("GET", f"/payments/{created['payment_id']}/").json()
    assert (again.status_code, shown["status"]) == (400, "PENDING")
    assert declined.json()["approval_url"] == again.json()["approval_url"] == shown["approval_url"]

    provider.approve(token)
    assert [user.request("GET", path).status_code for _ in range(3)] == [200, 200, 200]


def test_the_post_variants_of_the_return_pages_do_the_same(user, provider, mug):
    user.add(mug)
    token = create_payment(user).json()["provider_order_id"]
    provider.approve(token)
    assert user.request("POST", "/payments/paypal/success/", {"token": token}).status_code == 200
    cancelled = user.request("POST", "/payments/paypal/cancel/", {"token": token}).json()
    assert cancelled["status"] == "COMPLETED"


@pytest.mark.parametrize(
    ("query", "body"),
    [
        ("?token={}&PayerID=P1", None),
        ("?token={}&ba_token=B1&fundingSource=card", None),
        ("?token={}", {"PayerID": "P1", "ba_token": "B1"}),
        ("", {"token": "{}", "PayerID": "P1"}),
        ("?token={}", {"token": "{}"}),
    ],
)
@pytest.mark.parametrize("way", ["success", "cancel"])
def test_the_post_variants_take_the_token_from_the_query_or_the_body(user, provider, mug, way, query, body):
    user.add(mug)
    token = create_payment(user).json()["provider_order_id"]
    provider.approve(token)
    said = None if body is None else {name: text.format(token) for name, text in body.items()}
    answer = user.request("POST", f"/payments/paypal/{way}/{query.format(token)}", said)
    assert (answer.status_code, answer.json()["status"]) == (200, "COMPLETED" if way == "success" else "CANCELLED")


@pytest.mark.parametrize("way", ["success", "cancel"])
def test_the_post_variants_want_one_token_and_no_form(client, way):
    path = f"/api/v1/payments/paypal/{way}/"
    assert client.post(path).json() == {"token": ["This field is required."]}
    differing = client.post(f"{path}?token=A", json={"token": "B"})
    assert (differing.status_code, differing.json()) == (400, {"token": ["The body and the query differ."]})
    assert client.post(path, data={"token": "A"}).status_code == 415
    assert client.post(path, json={"foo": "A"}).status_code == 400


@pytest.mark.parametrize("way", ["success", "cancel"])
def test_what_else_paypal_adds_to_the_address_is_passed_over(user, provider, mug, way):
    user.add(mug)
    token = create_payment(user).json()["provider_order_id"]
    provider.approve(token)
    added = "fundingSource=paypal&utm_source=a&utm_source=b&x=%00&PayerID=P1"
    assert user.request("GET", f"/payments/paypal/{way}/?token={token}&{added}").status_code == 200


def test_an_unknown_outcome_is_told_as_such(user, provider, mug):
    user.add(mug)
    token = create_payment(user).json()["provider_order_id"]
    provider.approve(token)
    provider.injected_faults.append(ProviderFault.RESPONSE_LOST)

    unknown = user.request("GET", f"/payments/paypal/success/?token={token}")

    assert (unknown.status_code, unknown.json()["status"]) == (202, "PROCESSING")
    assert user.request("GET", f"/payments/paypal/success/?token={token}").status_code == 200
    assert provider.capture_count == 1


def test_turning_back_gives_the_cart_back_and_can_be_repeated(user, mug):
    user.add(mug, 2)
    created = create_payment(user).json()
    for _ in range(2):
        cancelled = user.request("GET", f"/payments/paypal/cancel/?token={created['provider_order_id']}")
        assert (cancelled.status_code, cancelled.json()["message"]) == (200, "Payment cancelled")
    assert user.cart()["items"][0]["quantity"] == 2
    again = user.request("GET", f"/payments/paypal/success/?token={created['provider_order_id']}")
    assert (again.status_code, again.json()["code"]) == (409, "payment_closed")


@pytest.mark.parametrize("path", ["success", "cancel"])
@pytest.mark.parametrize("token", ["NOSUCH", "0" * 64])
def test_a_guessed_token_finds_nothing(client, path, token):
    assert client.get(f"/api/v1/payments/paypal/{path}/?token={token}").status_code == 404


@pytest.mark.parametrize("token", ["", "0" * 65, "a b", "%00"])
def test_a_malformed_token_is_named(client, token):
    assert client.get(f"/api/v1/payments/paypal/success/?token={token}").status_code in {400, 404}


def test_a_token_that_no_text_can_be_is_told_once(client):
    answer = client.get("/api/v1/payments/paypal/success/?token=%00")
    assert (answer.status_code, answer.json()) == (400, {"token": ["Null characters are not allowed."]})


def test_a_forged_webhook_changes_nothing(client):
    forged = client.post("/api/v1/payments/paypal/webhook/", content=b"nonsense")
    assert (forged.status_code, forged.json()["code"]) == (400, "invalid_signature")
