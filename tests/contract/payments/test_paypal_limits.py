"""A provider that is slow, broken or hostile costs a bounded time, a bounded number of threads, and no trust."""

import gc
import threading
import time

import pytest

from shop_adapters.payments.http_client.circuit_breaker import CircuitBreakerPolicy
from shop_adapters.payments.paypal.gateway import ConcurrencyLimits
from shop_domain.payments.gateway import Ambiguous, AttemptRef, NotSent, Throttled, UnverifiableWebhook
from shop_domain.payments.observation import PaymentOutcome
from tests.contract.payments.gateway_driver import PayPalDriver, raw
from tests.contract.payments.scripted_server import (
    Flood,
    ScriptedPayPal,
    json_reply,
    raw_reply,
    stalling_reply,
    trickling_reply,
)
from tests.contract.simulators.webhook_inbox import WebhookInbox

ATTEMPT = AttemptRef(reference="R", provider_id="5O190127TN364715T")


class TestOddAnswers:
    @pytest.mark.parametrize(
        "part",
        [
            raw_reply(200, b"<html>It works!</html>", Content_Type="text/html"),
            raw_reply(200, b""),
            raw_reply(200, b"[]"),
            raw_reply(200, b'"COMPLETED"'),
            raw_reply(200, b'{"id": "5O190127TN364715T", "status": "COMP'),
            raw_reply(200, b"\xff\xfe"),
            raw_reply(200, b'{"a":' * 50_000 + b"1" + b"}" * 50_000),
            json_reply(200, {"id": ATTEMPT.provider_id, "status": "APPROVED"}, Content_Encoding="gzip"),
            json_reply(200, {"id": 5}),
            json_reply(200, {"id": "X", "purchase_units": "none"}),
            json_reply(302, {}, Location="http://127.0.0.1:1/"),
            json_reply(500, {}),
            json_reply(418, {"name": "TEAPOT"}),
        ],
        ids=[
            *("page", "empty", "list", "text", "cut", "bytes", "deep", "packed"),
            *("wrong id", "wrong units", "redirect", "broken", "new status"),
        ],
    )
    def test_an_odd_answer_leaves_the_outcome_open(self, driver: PayPalDriver, scripted_paypal: ScriptedPayPal, part):
        scripted_paypal.script(part)
        with pytest.raises(Ambiguous):
            driver.open_gateway(base_url=scripted_paypal.base_url, retries=0).lookup(ATTEMPT)
        assert len(scripted_paypal.calls) == 1

    def test_of_an_endless_answer_no_more_than_a_megabyte_is_kept(
        self, driver: PayPalDriver, scripted_paypal: ScriptedPayPal
    ):
        flood = Flood(megabytes=50)
        scripted_paypal.script(flood)
        with pytest.raises(Ambiguous, match="too large"):
            driver.open_gateway(base_url=scripted_paypal.base_url, retries=0).lookup(ATTEMPT)
        assert flood.taken < 12 * 1_048_576  # what the network holds on its way is not ours to say

    @pytest.mark.parametrize("in_head", [True, False])
    def test_an_answer_of_a_byte_now_and_then_is_cut_off_in_time(
        self, driver: PayPalDriver, scripted_paypal: ScriptedPayPal, in_head: bool
    ):
        scripted_paypal.script(trickling_reply(0.05, in_head=in_head))
        with pytest.raises(Ambiguous, match="ReadTimeout"):
            driver.open_gateway(base_url=scripted_paypal.base_url, seconds=0.3).lookup(ATTEMPT)

    def test_an_answer_that_stops_in_the_middle_gets_only_the_time_that_was_left(
        self, driver: PayPalDriver, scripted_paypal: ScriptedPayPal
    ):
        scripted_paypal.script(stalling_reply(lambda: driver.clock.advance(59.9), seconds=4))
        with pytest.raises(Ambiguous, match="ReadTimeout"):
            driver.open_gateway(base_url=scripted_paypal.base_url, seconds=60).lookup(ATTEMPT)

    @pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
    def test_a_redirect_is_never_followed_and_says_nothing(
        self, driver: PayPalDriver, scripted_paypal: ScriptedPayPal, status: int
    ):
        gateway = driver.open_gateway(base_url=scripted_paypal.base_url, retries=0)
        scripted_paypal.script(*[json_reply(status, {}, Location=f"{scripted_paypal.base_url}/v2/elsewhere")] * 2)
        for call in (lambda: gateway.start(driver.request()), lambda: gateway.complete(ATTEMPT, "capture-1")):
            with pytest.raises(Ambiguous):
                call()
        assert len(scripted_paypal.calls) == 2

    def test_the_time_is_for_the_whole_question_with_its_repetitions(self, driver: PayPalDriver):
        attempt = driver.approved()
        driver.paypal.inject_fault("status", path="/v2/*", times=None)
        with pytest.raises(Ambiguous):
            driver.open_gateway(seconds=0.25, retries=99).complete(attempt, "capture-1")
        assert 1 < driver.calls("POST", f"/v2/checkout/orders/{attempt.provider_id}/capture") < 20


class TestConcurrencyLimits:
    def test_whoever_finds_no_free_slot_is_refused_at_once(self, driver: PayPalDriver):
        capped = driver.open_gateway(limits=ConcurrencyLimits(calls=2, verifications=1))
        attempt = driver.approved()
        driver.paypal.inject_fault("slow", path="/v2/*", times=2, ms=300)
        busy = [threading.Thread(target=capped.lookup, args=(attempt,)) for _ in range(2)]
        for thread in busy:
            thread.start()
        _wait_until(lambda: capped._payments._client._bulkhead._slots._value == 0)
        with pytest.raises(Throttled) as caught:
            capped.lookup(attempt)
        assert caught.value.retry_after == 1
        for thread in busy:
            thread.join()
        assert capped.lookup(attempt).outcome is PaymentOutcome.READY

    def test_verifying_webhooks_takes_no_slot_from_buyers(self, driver: PayPalDriver, inbox: WebhookInbox):
        capped = driver.open_gateway(limits=ConcurrencyLimits(calls=1, verifications=1))
        attempt = driver.approved()
        driver.paypal.drain_webhooks()
        genuine = raw(inbox.received[0].headers, inbox.received[0].body)
        driver.paypal.inject_fault("slow", path="/v1/notifications/*", ms=300)
        checking = threading.Thread(target=capped.read_webhook, args=(genuine,))
        checking.start()
        _wait_until(lambda: capped._webhooks._client._bulkhead._slots._value == 0)
        assert isinstance(capped.read_webhook(genuine), UnverifiableWebhook)
        assert capped.lookup(attempt).outcome is PaymentOutcome.READY
        checking.join()

    def test_a_gateway_that_nobody_uses_leaves_no_connection_open(self, driver: PayPalDriver):
        gateway = driver.open_gateway()
        gateway.lookup(ATTEMPT)
        (connection,) = gateway._transport._pool.connections
        driver._made.remove(gateway)
        assert not connection.is_closed()
        del gateway
        gc.collect()
        assert connection.is_closed()


class TestCircuitBreaker:
    POLICY = CircuitBreakerPolicy(
        minimum_calls=20, failure_rate_percent=50, window_seconds=30, probe_interval_seconds=5
    )

    def test_a_failing_provider_is_left_alone_and_probed(self, driver: PayPalDriver):
        attempt = driver.approved()
        gateway = driver.open_gateway(circuit_breaker=self.POLICY, retries=0)
        path = f"/v2/checkout/orders/{attempt.provider_id}"
        driver.paypal.inject_fault("status", path="/v2/*", times=None)
        for _ in range(19):  # the token makes the twentieth call
            with pytest.raises(Ambiguous):
                gateway.lookup(attempt)
        with pytest.raises(NotSent, match="stopped"):
            gateway.lookup(attempt)
        assert driver.calls("GET", path) == 19
        driver.clock.advance(5)
        with pytest.raises(Ambiguous):
            gateway.lookup(attempt)
        with pytest.raises(NotSent, match="stopped"):
            gateway.lookup(attempt)
        assert driver.calls("GET", path) == 20
        driver.paypal.clear_faults()
        driver.clock.advance(5)
        for _ in range(3):
            assert gateway.lookup(attempt).outcome is PaymentOutcome.READY

    def test_a_busy_provider_is_not_a_failing_one(self, driver: PayPalDriver):
        paid = driver.paid()
        gateway = driver.open_gateway(circuit_breaker=self.POLICY, retries=0)
        driver.paypal.inject_fault("status", path="/v2/payments/*", times=40, status=409)
        for _ in range(40):
            with pytest.raises(Ambiguous):
                gateway.refund(driver.refund_of(paid, 500, "refund-1"))
        gateway.refund(driver.refund_of(paid, 500, "refund-1"))

    def test_a_no_is_an_answer(self, driver: PayPalDriver):
        gateway = driver.open_gateway(circuit_breaker=self.POLICY)
        for _ in range(30):
            assert gateway.lookup(ATTEMPT).outcome is PaymentOutcome.UNKNOWN


def _wait_until(is_so):
    ends = time.monotonic() + 5
    while not is_so():
        assert time.monotonic() < ends
        time.sleep(0.002)
