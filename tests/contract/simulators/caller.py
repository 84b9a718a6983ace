"""Talk to the simulator as any client of PayPal would, over plain HTTP."""

from typing import Any

import httpx

from provider_simulators import PayPalSimulatorClient
from provider_simulators.webhook_delivery import trusted_ssl_context
from tests.contract.simulators import published_schemas as published

Json = dict[str, Any]


class Caller:
    """A merchant's client; every answer is held against the published descriptions, where they are at hand."""

    def __init__(self, paypal: PayPalSimulatorClient) -> None:
        self.paypal = paypal
        self.validates = published.AVAILABLE
        hooks = {"response": [self._validate]}
        self.http = httpx.Client(base_url=paypal.base_url, verify=trusted_ssl_context(), timeout=10, event_hooks=hooks)
        self.token = self.authenticate().json()["access_token"]
        self._keys = 0

    def close(self) -> None:
        self.http.close()

    def authenticate(self, *, secret: str | None = None, grant: str = "client_credentials") -> httpx.Response:
        credentials = (self.paypal.config.client_id, secret or self.paypal.config.client_secret)
        return self.http.post("/v1/oauth2/token", auth=credentials, data={"grant_type": grant})

    def get(self, path: str) -> httpx.Response:
        return self.http.get(path, headers={"Authorization": f"Bearer {self.token}"})

    def post(self, path: str, body: object = None, *, key: str | None = "", **headers: str) -> httpx.Response:
        """Post JSON; without a key, with a fresh one; key None sends none."""
        self._keys += 1
        kept = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        if key is not None:
            kept["PayPal-Request-Id"] = key or f"key-{self._keys}"
        kept |= {name.replace("_", "-"): value for name, value in headers.items()}
        content = body if isinstance(body, bytes) else None
        return self.http.post(path, headers=kept, content=content, json=None if content is not None else body)

    def create(self, body: Json, **rest: Any) -> httpx.Response:
        return self.post("/v2/checkout/orders", body, **rest)

    def order(self, value: str = "12.10", currency: str = "EUR", **unit: object) -> str:
        """Create an order, and return its id."""
        response = self.create(an_order(value, currency, **unit))
        assert response.status_code == 201, response.text
        return response.json()["id"]

    def approved(self, value: str = "12.10", **unit: Any) -> str:
        order_id = self.order(value, **unit)
        self.paypal.act_as_payer(order_id)
        return order_id

    def capture(self, order_id: str, *, key: str = "", prefer: str = "return=representation") -> httpx.Response:
        return self.post(f"/v2/checkout/orders/{order_id}/capture", {}, key=key, Prefer=prefer)

    def captured(self, value: str = "12.10", **unit: object) -> Json:
        """Pay an order, and return its capture."""
        response = self.capture(self.approved(value, **unit))
        assert response.status_code == 201, response.text
        return capture_in(response.json())

    def refund(self, capture_id: str, value: str | None = None, currency: str = "EUR", **rest: Any) -> httpx.Response:
        body: Json = {} if value is None else {"amount": money(value, currency)}
        rest = {"Prefer": "return=representation", **rest}
        return self.post(f"/v2/payments/captures/{capture_id}/refund", body, **rest)

    def status_of(self, order_id: str) -> str:
        return self.get(f"/v2/checkout/orders/{order_id}").json()["status"]

    def _validate(self, response: httpx.Response) -> None:
        if self.validates:
            response.read()
            assert published.response_errors(response) == [], response.text


def money(value: str, currency: str = "EUR") -> Json:
    return {"currency_code": currency, "value": value}


def an_order(value: str = "12.10", currency: str = "EUR", **unit: object) -> Json:
    """Return the least that a wallet order needs, with what the unit shall hold besides."""
    return {
        "intent": "CAPTURE",
        "purchase_units": [{"custom_id": "attempt-1", "amount": money(value, currency), **unit}],
        "payment_source": {"paypal": {"experience_context": an_experience()}},
    }


def an_experience(**changes: object) -> Json:
    return {
        "return_url": "https://shop.example/pay/return",
        "cancel_url": "https://shop.example/pay/cancel",
        "user_action": "PAY_NOW",
        "brand_name": "Casa Olivo",
        **changes,
    }


def capture_in(order: Json) -> Json:
    return order["purchase_units"][0]["payments"]["captures"][0]


def issues(response: httpx.Response) -> list[str]:
    """Return the codes of a refusal."""
    return [detail["issue"] for detail in response.json().get("details", [])]


def link(document: Json, rel: str) -> str | None:
    return next((entry["href"] for entry in document["links"] if entry["rel"] == rel), None)
