"""Answers that are short, late or strange are completed by a look, or decide nothing."""

from typing import Any, ClassVar

import pytest

from shop_domain.kernel.money import Money
from shop_domain.payments.gateway import Ambiguous, AttemptRef, Redirect
from shop_domain.payments.observation import PaymentOutcome, RefundOutcome
from tests.contract.payments.gateway_driver import PayPalDriver, ref
from tests.contract.payments.scripted_server import ScriptedPayPal, json_reply


class TestMinimalResponses:
    """`Prefer: return=representation` is a wish: PayPal may still answer with the least."""

    ORDER: ClassVar[dict[str, Any]] = {"id": "5O190127TN364715T", "status": "PAYER_ACTION_REQUIRED"}

    def test_a_minimal_response_to_a_start_is_completed(self, driver: PayPalDriver, scripted_paypal: ScriptedPayPal):
        link = {"rel": "approve", "href": f"{scripted_paypal.base_url}/checkoutnow?token=5O190127TN364715T"}
        whole = {**self.ORDER, "purchase_units": [{"payee": {"merchant_id": "M"}}], "links": [link]}
        scripted_paypal.script(json_reply(201, {**self.ORDER, "links": [link]}), json_reply(200, whole))
        started = driver.open_gateway(base_url=scripted_paypal.base_url).start(driver.request())
        assert (started.payee, started.action) == ("M", Redirect(url=link["href"]))
        assert scripted_paypal.calls == ["POST /v2/checkout/orders", "GET /v2/checkout/orders/5O190127TN364715T"]

    def test_a_minimal_response_to_a_capture_is_completed(self, driver: PayPalDriver, scripted_paypal: ScriptedPayPal):
        capture = {"id": "C1", "status": "COMPLETED", "amount": {"currency_code": "EUR", "value": "12.10"}}
        whole = {**self.ORDER, "status": "COMPLETED", "purchase_units": [{"payments": {"captures": [capture]}}]}
        scripted_paypal.script(json_reply(201, {**self.ORDER, "status": "COMPLETED"}), json_reply(200, whole))
        seen = driver.open_gateway(base_url=scripted_paypal.base_url).complete(self.attempt(), "capture-1")
        assert (seen.outcome, seen.paid, seen.capture_id) == (PaymentOutcome.PAID, Money(1210, "EUR"), "C1")

    def test_a_minimal_response_to_a_refund_is_completed(self, driver: PayPalDriver, scripted_paypal: ScriptedPayPal):
        short = {"id": "R1", "status": "COMPLETED"}
        scripted_paypal.script(
            json_reply(201, short), json_reply(200, {**short, "amount": {"currency_code": "EUR", "value": "5.00"}})
        )
        done = driver.open_gateway(base_url=scripted_paypal.base_url).refund(
            driver.refund_of(driver.paid(), 500, "refund-1")
        )
        assert (done.outcome, done.amount) == (RefundOutcome.DONE, Money(500, "EUR"))

    @pytest.mark.parametrize(
        "amount",
        [
            None,
            {"currency_code": "EUR", "value": "12.105"},
            {"currency_code": "EUR", "value": "-12.10"},
            {"currency_code": "EUR", "value": "1e3"},
            {"currency_code": "eur", "value": "12.10"},
            {"currency_code": "EUR", "value": 12.1},
            {"currency_code": "JPY", "value": "12.10"},
        ],
    )
    def test_an_amount_that_can_not_be_read_exactly_is_never_taken_as_paid(
        self, driver: PayPalDriver, scripted_paypal: ScriptedPayPal, amount: Any
    ):
        capture = {"id": "C1", "status": "COMPLETED", **({"amount": amount} if amount else {})}
        scripted_paypal.script(
            json_reply(201, {**self.ORDER, "purchase_units": [{"payments": {"captures": [capture]}}]})
        )
        with pytest.raises(Ambiguous):
            driver.open_gateway(base_url=scripted_paypal.base_url, retries=0).complete(self.attempt(), "capture-1")

    @pytest.mark.parametrize(
        "href",
        [
            "https://www.paypal.com.attacker.example/checkoutnow?token=1",
            "javascript:alert(1)",
            "//attacker.example/",
            "https://attacker.example\\@127.0.0.1/",
        ],
    )
    def test_a_payer_is_never_sent_to_a_strange_place(
        self, driver: PayPalDriver, scripted_paypal: ScriptedPayPal, href: str
    ):
        order = {**self.ORDER, "purchase_units": [{}], "links": [{"rel": "payer-action", "href": href}]}
        scripted_paypal.script(json_reply(201, order))
        with pytest.raises(Ambiguous, match="no page"):
            driver.open_gateway(base_url=scripted_paypal.base_url).start(driver.request())

    @pytest.mark.parametrize("order_id", ["../secrets", "..", "a/b", "a b", "a?b", "x" * 65, ""])
    def test_an_order_without_a_usable_id_is_no_order(
        self, driver: PayPalDriver, scripted_paypal: ScriptedPayPal, order_id: str
    ):
        links = [{"rel": "payer-action", "href": f"{scripted_paypal.base_url}/checkoutnow?token=1"}]
        scripted_paypal.script(json_reply(201, {**self.ORDER, "id": order_id, "purchase_units": [{}], "links": links}))
        with pytest.raises(Ambiguous, match="no usable id"):
            driver.open_gateway(base_url=scripted_paypal.base_url).start(driver.request())

    @pytest.mark.parametrize("order_id", ["order-0000001", "ord_3fA9", "x" * 64, "5O190127TN364715T"])
    def test_a_local_simulator_names_its_orders_as_it_likes(
        self, driver: PayPalDriver, scripted_paypal: ScriptedPayPal, order_id: str
    ):
        amount = {"currency_code": "EUR", "value": "12.10"}
        captured = {"payments": {"captures": [{"id": "cap_1", "status": "COMPLETED", "amount": amount}]}}
        links = [{"rel": "approve", "href": "https://www.sandbox.paypal.com/checkoutnow?token=1"}]
        order = {"id": order_id, "status": "CREATED", "purchase_units": [{}], "links": links}
        scripted_paypal.script(
            json_reply(201, order),
            json_reply(200, {**order, "status": "APPROVED"}),
            json_reply(201, {**order, "status": "COMPLETED", "purchase_units": [captured]}),
            json_reply(201, {"id": "ref_1", "status": "COMPLETED", "amount": amount}),
        )
        gateway = driver.open_gateway(base_url=scripted_paypal.base_url)
        attempt = ref(request := driver.request(), gateway.start(request))
        assert gateway.lookup(attempt).outcome is PaymentOutcome.READY
        paid = gateway.complete(attempt, "capture-1")
        assert (paid.outcome, paid.capture_id) == (PaymentOutcome.PAID, "cap_1")
        assert gateway.refund(driver.refund_of(paid, 1210, "refund-1")).outcome is RefundOutcome.DONE
        assert scripted_paypal.calls[1:] == [
            f"GET /v2/checkout/orders/{order_id}",
            f"POST /v2/checkout/orders/{order_id}/capture",
            "POST /v2/payments/captures/cap_1/refund",
        ]

    def test_after_an_answered_capture_a_lost_lookup_says_that_something_may_have_happened(
        self, driver: PayPalDriver, scripted_paypal: ScriptedPayPal
    ):
        scripted_paypal.script(json_reply(201, {**self.ORDER, "status": "COMPLETED"}), json_reply(429, {}))
        with pytest.raises(Ambiguous):
            driver.open_gateway(base_url=scripted_paypal.base_url).complete(self.attempt(), "capture-1")

    def test_a_capture_that_is_not_shown_yet_is_never_taken_for_none(
        self, driver: PayPalDriver, scripted_paypal: ScriptedPayPal
    ):
        scripted_paypal.script(
            json_reply(201, {**self.ORDER, "status": "COMPLETED"}),
            json_reply(200, {**self.ORDER, "status": "APPROVED"}),
        )
        with pytest.raises(Ambiguous, match="not shown yet"):
            driver.open_gateway(base_url=scripted_paypal.base_url).complete(self.attempt(), "capture-1")

    @pytest.mark.parametrize("issue", ["ORDER_ALREADY_CAPTURED", "ORDER_COMPLETION_IN_PROGRESS", "SOMETHING_NEW"])
    def test_a_refusal_that_needs_a_lookup_leaves_the_outcome_open_without_it(
        self, driver: PayPalDriver, scripted_paypal: ScriptedPayPal, issue: str
    ):
        scripted_paypal.script(json_reply(422, {"details": [{"issue": issue}]}), json_reply(429, {}))
        with pytest.raises(Ambiguous):
            driver.open_gateway(base_url=scripted_paypal.base_url).complete(self.attempt(), "capture-1")

    def test_a_refund_that_may_be_ours_leaves_the_outcome_open_without_a_lookup(
        self, driver: PayPalDriver, scripted_paypal: ScriptedPayPal
    ):
        refused = json_reply(422, {"details": [{"issue": "CAPTURE_FULLY_REFUNDED"}]})
        scripted_paypal.script(refused, json_reply(429, {}))
        with pytest.raises(Ambiguous):
            driver.open_gateway(base_url=scripted_paypal.base_url).refund(
                driver.refund_of(driver.paid(), 500, "refund-1")
            )

    def test_a_refunded_capture_is_refunded_even_where_no_refund_is_listed(
        self, driver: PayPalDriver, scripted_paypal: ScriptedPayPal
    ):
        capture = {"id": "C1", "status": "REFUNDED", "amount": {"currency_code": "EUR", "value": "12.10"}}
        scripted_paypal.script(
            json_reply(200, {**self.ORDER, "purchase_units": [{"payments": {"captures": [capture]}}]})
        )
        seen = driver.open_gateway(base_url=scripted_paypal.base_url).lookup(self.attempt())
        assert (seen.outcome, seen.paid, seen.refunded) == (PaymentOutcome.PAID, Money(1210, "EUR"), Money(1210, "EUR"))

    def attempt(self):
        return AttemptRef(reference="R", provider_id=self.ORDER["id"])
