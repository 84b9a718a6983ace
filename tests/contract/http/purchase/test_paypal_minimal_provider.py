"""Whoever plays PayPal on this machine may answer as thinly as its published examples do."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from dependency_injector import providers
from litestar.testing import TestClient

from shop_adapters.payments.paypal.account import PayPalAccount
from shop_adapters.payments.paypal.gateway import PayPalGateway
from shop_adapters.payments.transaction_guard import TransactionGuard
from shop_domain.payments.model import Method
from shop_http.app import create_app
from tests.contract.http.conftest import Client
from tests.contract.http.purchase.checkout_steps import create_payment
from tests.contract.payments.scripted_server import ScriptedPayPal, json_reply, run_scripted_paypal

ORDER = "order-0000001"
PAGE = f"https://www.sandbox.paypal.com/checkoutnow?token={ORDER}"
CREATED = {"id": ORDER, "status": "CREATED", "links": [{"rel": "approve", "href": PAGE, "method": "GET"}]}
GENUINE = json_reply(200, {"verification_status": "SUCCESS"})
NOWHERE = json_reply(404, {"name": "RESOURCE_NOT_FOUND"})
USD = {"currency_code": "USD", "value": "19.99"}
HEADERS = {
    "PAYPAL-TRANSMISSION-ID": "69cd13f0-d67a-11e5-baa3-778b53f4ae55",
    "PAYPAL-TRANSMISSION-TIME": "2026-11-25T09:20:00Z",
    "PAYPAL-TRANSMISSION-SIG": "c2ln",
    "PAYPAL-CERT-URL": "https://api.sandbox.paypal.com/v1/notifications/certs/CERT-1",
    "PAYPAL-AUTH-ALGO": "SHA256withRSA",
}


@pytest.fixture
def paypal() -> Iterator[ScriptedPayPal]:
    with run_scripted_paypal() as paypal:
        yield paypal


@pytest.fixture
def client(shop, paypal: ScriptedPayPal) -> Iterator[Client]:
    account = PayPalAccount(
        base_url=paypal.base_url, client_id="c", client_secret="s", webhook_id="WEBHOOK1", brand_name="The shop"
    )
    gateway = PayPalGateway(account)
    guarded = TransactionGuard(gateway, shop.store().in_transaction)
    shop.payment_providers.override(providers.Object({Method.PAYPAL: guarded}))
    with TestClient(create_app(shop), raise_server_exceptions=False) as client:
        yield client
    gateway.close_connections()


@pytest.fixture
def payment(user, mug, paypal: ScriptedPayPal) -> Any:
    """An order that waits for its payer."""
    user.add(mug)
    paypal.script(json_reply(201, CREATED), json_reply(200, CREATED))
    created = create_payment(user)
    assert created.status_code == 201, created.text
    return created.json()


def captured(**more: Any) -> dict[str, Any]:
    return {"id": "CAP_1", "status": "COMPLETED", "amount": USD, **more}


def send_webhook(client: Client, resource: dict[str, Any], kind: str = "PAYMENT.CAPTURE.COMPLETED") -> int:
    event = {"id": "WH-1", "event_type": kind, "resource": resource}
    sent = {**HEADERS, "Content-Type": "application/json"}
    return client.post("/api/v1/payments/paypal/webhook/", content=json.dumps(event), headers=sent).status_code


def capture_of_order() -> dict[str, Any]:
    return captured(supplementary_data={"related_ids": {"order_id": ORDER}})


def payment_state(user, payment) -> str:
    return user.request("GET", f"/payments/{payment['payment_id']}/").json()["status"]


def test_a_purchase_by_the_published_example(user, payment, paypal):
    assert (payment["approval_url"], payment["provider_order_id"]) == (PAGE, ORDER)
    unit = {"reference_id": "default", "payments": {"captures": [captured()]}}
    paypal.script(json_reply(201, {"id": ORDER, "status": "COMPLETED", "purchase_units": [unit]}))
    paid = user.request("GET", f"/payments/paypal/success/?token={ORDER}&PayerID=P1")
    assert (paid.status_code, paid.json()["message"]) == (200, "Payment completed successfully")


def test_an_approval_that_is_told_after_it_was_declined_is_not_captured_again(client, user, payment, paypal):
    paypal.script(json_reply(422, {"name": "UNPROCESSABLE_ENTITY", "details": [{"issue": "INSTRUMENT_DECLINED"}]}))
    declined = user.request("GET", f"/payments/paypal/success/?token={ORDER}")
    assert (declined.status_code, declined.json()["approval_url"]) == (400, PAGE)

    paypal.script(GENUINE, json_reply(200, CREATED))
    assert send_webhook(client, {"id": ORDER, "status": "APPROVED"}, "CHECKOUT.ORDER.APPROVED") == 200
    assert payment_state(user, payment) == "PENDING"
    assert paypal.calls[-1] == f"GET /v2/checkout/orders/{ORDER}"


class TestACaptureThatItsOrderDoesNotShow:
    def test_is_looked_at_itself_and_completes_the_payment(self, client, user, payment, paypal):
        paypal.script(GENUINE, json_reply(200, CREATED), json_reply(200, captured()))
        assert send_webhook(client, capture_of_order()) == 200
        assert payment_state(user, payment) == "COMPLETED"
        assert paypal.calls[-1] == "GET /v2/payments/captures/CAP_1"

    def test_is_looked_at_where_the_order_is_gone(self, client, user, payment, paypal):
        paypal.script(GENUINE, NOWHERE, json_reply(200, capture_of_order()))
        assert send_webhook(client, capture_of_order()) == 200
        assert payment_state(user, payment) == "COMPLETED"

    @pytest.mark.parametrize(
        "shown",
        [
            NOWHERE,
            json_reply(200, captured(status="PENDING")),
            json_reply(200, captured(status="DECLINED")),
            json_reply(200, captured(id="CAP_2")),
            json_reply(200, captured(custom_id="ANOTHER")),
            json_reply(200, captured(invoice_id="ANOTHER")),
            json_reply(200, captured(supplementary_data={"related_ids": {"order_id": "ANOTHER"}})),
        ],
        ids=["unknown", "pending", "declined", "another", "custom id", "invoice id", "order id"],
    )
    def test_changes_nothing_unless_it_is_shown_as_ours_and_as_money(self, client, user, payment, paypal, shown):
        paypal.script(GENUINE, json_reply(200, CREATED), shown)
        assert send_webhook(client, capture_of_order()) == 200
        assert payment_state(user, payment) == "PENDING"

    def test_of_another_amount_is_reviewed(self, client, user, payment, paypal):
        paypal.script(GENUINE, json_reply(200, CREATED), json_reply(200, captured(amount={**USD, "value": "1.00"})))
        assert send_webhook(client, capture_of_order()) == 200
        assert payment_state(user, payment) == "REVIEW"

    def test_is_nothing_where_the_word_is_not_paypals(self, client, user, payment, paypal):
        paypal.script(json_reply(200, {"verification_status": "FAILURE"}))
        assert send_webhook(client, capture_of_order()) == 400
        assert payment_state(user, payment) == "PENDING"
