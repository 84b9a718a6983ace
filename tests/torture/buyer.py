"""A buyer who does not give up: says everything again until the shop has answered."""

import time
from typing import Any
from uuid import UUID, uuid4

import httpx

from tests.torture.concurrent_requests import RequestSpec
from tests.torture.rig import Rig

ADDRESS = {
    "first_name": "Ada",
    "last_name": "King",
    "address_line_1": "1 Mill Lane",
    "city": "London",
    "country": "GB",
}
CREATE = "/api/v1/payments/create/"
RETURN = "/api/v1/payments/paypal/success/"
LEASE_SECONDS = 61
PAUSE_SECONDS = 0.5
"""A provider that failed often is left alone for some seconds of real time."""
MOST_TRIES = 20


class NoAnswer(AssertionError):
    """The shop did not come to an answer however often it was asked."""


class Buyer:
    """A guest with a cart, a key for each request, and a memory of every acknowledgement."""

    def __init__(self, rig: Rig, *, worker_first: bool = False) -> None:
        self.rig = rig
        self.worker_first = worker_first
        self.email = f"{uuid4().hex}@example.com"
        self.key = ""
        self.created: dict[str, Any] = {}
        self.creations: list[bytes] = []

    def fill(self, lines: dict[UUID, int], coupon: str | None = None) -> None:
        """Put things into the cart, and a coupon on it."""
        self.start_session()
        for variant, quantity in lines.items():
            body = {"variant_id": str(variant), "quantity": quantity}
            self.request_until_answered("POST", "/api/v1/cart/items/", body, once=uuid4().hex)
        if coupon is not None and coupon not in self.coupons():
            self.request_until_answered("POST", "/api/v1/cart/coupons/", {"code": coupon})

    def start_session(self) -> "Buyer":
        """Get a key."""
        self.key = self.request_until_answered("GET", "/api/v1/cart/").headers["X-Session-Key"]
        return self

    def coupons(self) -> list[str]:
        return [coupon["code"] for coupon in self.cart()["coupons"]]

    def order(self, once: str | None = None) -> dict[str, Any]:
        """Order what lies in the cart."""
        answer = self.request_until_answered("POST", CREATE, self.order_body(), once=once or uuid4().hex)
        self.creations.append(answer.content)
        self.created = answer.json()
        return self.created

    def order_body(self) -> dict[str, Any]:
        return {"payment_method": "PAYPAL", "shipping_address": ADDRESS, "email": self.email}

    def order_request(self, once: str | None = None) -> RequestSpec:
        """Prepare the order, to be released together with others'."""
        return RequestSpec(path=CREATE, body=self.order_body(), headers=self._headers(once))

    def return_request(self) -> RequestSpec:
        return RequestSpec(method="GET", path=f"{RETURN}?token={self.created['provider_order_id']}&PayerID=P1")

    def cancel_request(self) -> RequestSpec:
        number, token = self.created["order_number"], self.created["order_token"]
        return RequestSpec(path=f"/api/v1/orders/{number}/cancel/?token={token}", headers=self._headers(None))

    def add_item_request(self, variant: UUID, quantity: int = 1, once: str | None = None) -> RequestSpec:
        body = {"variant_id": str(variant), "quantity": quantity}
        return RequestSpec(path="/api/v1/cart/items/", body=body, headers=self._headers(once))

    def cart(self) -> dict[str, Any]:
        return self.request_until_answered("GET", "/api/v1/cart/").json()

    def approve(self) -> None:
        self.rig.paypal.act_as_payer(self.created["provider_order_id"])

    def return_paid(self) -> dict[str, Any]:
        """Follow PayPal's link back to the shop until it says how the payment ended."""
        query = f"?token={self.created['provider_order_id']}&PayerID=P1"
        said = ""
        for _ in range(MOST_TRIES):
            answer = self.request_until_answered("GET", RETURN + query)
            said = answer.text
            if answer.status_code == 200:
                return answer.json()
            self.rig.pass_time(LEASE_SECONDS)
            self.rig.run_worker()
        raise NoAnswer(said)

    def buy(self) -> dict[str, Any]:
        """Order, approve and come back."""
        self.order()
        self.approve()
        return self.return_paid()

    def shown_order(self) -> dict[str, Any]:
        number, token = self.created["order_number"], self.created["order_token"]
        return self.request_until_answered("GET", f"/api/v1/orders/{number}/?token={token}").json()

    def request_until_answered(
        self, method: str, path: str, body: object = None, *, once: str | None = None
    ) -> httpx.Response:
        """Ask until there is an answer: again after a cut line, after the lease of a lost try, after a 502 or 503."""
        said = ""
        for _ in range(MOST_TRIES):
            try:
                answer = self.rig.http.request(method, path, json=body, headers=self._headers(once))
            except httpx.TransportError as lost:
                said = repr(lost)
                self._recover()
                continue
            said = f"{method} {path}: {answer.status_code} {answer.text}"
            if answer.is_success:
                return answer
            if not self._may_pass(answer):
                break
            time.sleep(0 if answer.status_code == 409 else PAUSE_SECONDS)
            self.rig.pass_time(LEASE_SECONDS)
        raise NoAnswer(said)

    def _recover(self) -> None:
        if self.rig.restart_if_killed() and self.worker_first:
            self.rig.pass_time(LEASE_SECONDS)
            self.rig.run_worker()

    @staticmethod
    def _may_pass(answer: httpx.Response) -> bool:
        code = answer.json().get("code")
        return code in {"idempotency_in_progress", "payment_provider_error", "service_unavailable", "storage_busy"}

    def _headers(self, once: str | None) -> dict[str, str]:
        headers = {"X-Session-Key": self.key} if self.key else {}
        return {**headers, "Idempotency-Key": once} if once else headers


def buyers_with(rig: Rig, count: int, goods: dict[UUID, int], coupon: str | None = None) -> list[Buyer]:
    """So many buyers, each with the same in a cart of their own."""
    buyers = [Buyer(rig) for _ in range(count)]
    for buyer in buyers:
        buyer.fill(goods, coupon)
    return buyers
