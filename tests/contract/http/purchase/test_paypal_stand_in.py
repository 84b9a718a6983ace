"""Whoever plays PayPal on this machine may answer as thinly as its published examples do."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from dependency_injector import providers
from litestar.testing import TestClient

from shop_adapters.payments.guarded import GuardedProvider
from shop_adapters.payments.paypal.account import PayPalAccount
from shop_adapters.payments.paypal.gateway import PayPalGateway
from shop_domain.payments.model import Method
from shop_http.app import create_app
from tests.contract.http.conftest import Client
from tests.contract.http.purchase.buying import create
from tests.contract.payments.scripted import Scripted, says, scripted

ORDER = "order-0000001"
PAGE = f"https://www.sandbox.paypal.com/checkoutnow?token={ORDER}"
CREATED = {"id": ORDER, "status": "CREATED", "links": [{"rel": "approve", "href": PAGE, "method": "GET"}]}
GENUINE = says(200, {"verification_status": "SUCCESS"})
NOWHERE = says(404, {"name": "RESOURCE_NOT_FOUND"})
USD = {"currency_code": "USD", "value": "19.99"}
HEADERS = {
    "PAYPAL-TRANSMISSION-ID": "69cd13f0-d67a-11e5-baa3-778b53f4ae55",
    "PAYPAL-TRANSMISSION-TIME": "2026-11-25T09:20:00Z",
    "PAYPAL-TRANSMISSION-SIG": "c2ln",
    "PAYPAL-CERT-URL": "https://api.sandbox.paypal.com/v1/notifications/certs/CERT-1",
    "PAYPAL-AUTH-ALGO": "SHA256withRSA",
}


@pytest.fixture
def paypal() -> Iterator[Scripted]:
    with scripted() as paypal:
        yield paypal


@pytest.fixture
def client(shop, paypal: Scripted) -> Iterator[Client]:
    account = PayPalAccount(
        base=paypal.base, client_id="c", client_secret="s", webhook_id="WEBHOOK1", brand_name="The shop"
    )
    gateway = PayPalGateway(account)
    guarded = GuardedProvider(gateway, shop.store().in_transaction)
    shop.payment_providers.override(providers.Object({Method.PAYPAL: guarded}))
    with TestClient(create_app(shop), raise_server_exceptions=False) as client:
        yield client
    gateway.shut()


@pytest.fixture
def payment(user, mug, paypal: Scripted) -> Any:
    """An order that waits for its payer."""
    user.add(mug)
    paypal.will(says(201, CREATED), says(200, CREATED))
    created = create(user)
    assert created.status_code == 201, created.text
    return created.json()


def captured(**more: Any) -> dict[str, Any]:
    return {"id": "CAP_1", "status": "COMPLETED", "amount": USD, **more}


def tell(client: Client, resource: dict[str, Any], kind: str = "PAYMENT.CAPTURE.COMPLETED") -> int:
    event = {"id": "WH-1", "event_type": kind, "resource": resource}
    sent = {**HEADERS, "Content-Type": "application/json"}
    return client.post("/api/v1/payments/paypal/webhook/", content=json.dumps(event), headers=sent).status_code


def of_order() -> dict[str, Any]:
    return captured(supplementary_data={"related_ids": {"order_id": ORDER}})


def stands(user, payment) -> str:
    return user.ask("GET", f"/payments/{payment['payment_id']}/").json()["status"]


def test_a_purchase_by_the_published_example(user, payment, paypal):
    assert (payment["approval_url"], payment["provider_order_id"]) == (PAGE, ORDER)
    unit = {"reference_id": "default", "payments": {"captures": [captured()]}}
    paypal.will(says(201, {"id": ORDER, "status": "COMPLETED", "purchase_units": [unit]}))
    paid = user.ask("GET", f"/payments/paypal/success/?token={ORDER}&PayerID=P1")
    assert (paid.status_code, paid.json()["message"]) == (200, "Payment completed successfully")


def test_an_approval_that_is_told_after_it_was_declined_is_not_captured_again(client, user, payment, paypal):
    paypal.will(says(422, {"name": "UNPROCESSABLE_ENTITY", "details": [{"issue": "INSTRUMENT_DECLINED"}]}))
    declined = user.ask("GET", f"/payments/paypal/success/?token={ORDER}")
    assert (declined.status_code, declined.json()["approval_url"]) == (400, PAGE)

    paypal.will(GENUINE, says(200, CREATED))
    assert tell(client, {"id": ORDER, "status": "APPROVED"}, "CHECKOUT.ORDER.APPROVED") == 200
    assert stands(user, payment) == "PENDING"
    assert paypal.calls[-1] == f"GET /v2/checkout/orders/{ORDER}"


class TestACaptureThatItsOrderDoesNotShow:
    def test_is_looked_at_itself_and_completes_the_payment(self, client, user, payment, paypal):
        paypal.will(GENUINE, says(200, CREATED), says(200, captured()))
        assert tell(client, of_order()) == 200
        assert stands(user, payment) == "COMPLETED"
        assert paypal.calls[-1] == "GET /v2/payments/captures/CAP_1"

    def test_is_looked_at_where_the_order_is_gone(self, client, user, payment, paypal):
        paypal.will(GENUINE, NOWHERE, says(200, of_order()))
        assert tell(client, of_order()) == 200
        assert stands(user, payment) == "COMPLETED"

    @pytest.mark.parametrize(
        "shown",
        [
            NOWHERE,
            says(200, captured(status="PENDING")),
            says(200, captured(status="DECLINED")),
            says(200, captured(id="CAP_2")),
            says(200, captured(custom_id="ANOTHER")),
            says(200, captured(invoice_id="ANOTHER")),
            says(200, captured(supplementary_data={"related_ids": {"order_id": "ANOTHER"}})),
        ],
        ids=["unknown", "pending", "declined", "another", "custom id", "invoice id", "order id"],
    )
    def test_changes_nothing_unless_it_is_shown_as_ours_and_as_money(self, client, user, payment, paypal, shown):
        paypal.will(GENUINE, says(200, CREATED), shown)
        assert tell(client, of_order()) == 200
        assert stands(user, payment) == "PENDING"

    def test_of_another_amount_is_reviewed(self, client, user, payment, paypal):
        paypal.will(GENUINE, says(200, CREATED), says(200, captured(amount={**USD, "value": "1.00"})))
        assert tell(client, of_order()) == 200
        assert stands(user, payment) == "REVIEW"

    def test_is_nothing_where_the_word_is_not_paypals(self, client, user, payment, paypal):
        paypal.will(says(200, {"verification_status": "FAILURE"}))
        assert tell(client, of_order()) == 400
        assert stands(user, payment) == "PENDING"
