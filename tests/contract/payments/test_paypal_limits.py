"""A provider that is slow, broken or hostile costs a bounded time, a bounded number of threads, and no trust."""

import gc
import threading
import time

import pytest

from shop_adapters.payments.circuit import CircuitPolicy
from shop_adapters.payments.paypal.gateway import Caps
from shop_domain.payments.gateway import Ambiguous, AttemptRef, NotSent, Throttled, VerifyLater
from shop_domain.payments.observation import Outcome
from tests.contract.payments.desk import Desk, raw
from tests.contract.payments.scripted import Flood, Scripted, says, sends, stalls, trickles
from tests.contract.simulators.shop_inbox import Inbox

ATTEMPT = AttemptRef(reference="R", provider_id="5O190127TN364715T")


class TestOddAnswers:
    @pytest.mark.parametrize(
        "part",
        [
            sends(200, b"<html>It works!</html>", Content_Type="text/html"),
            sends(200, b""),
            sends(200, b"[]"),
            sends(200, b'"COMPLETED"'),
            sends(200, b'{"id": "5O190127TN364715T", "status": "COMP'),
            sends(200, b"\xff\xfe"),
            sends(200, b'{"a":' * 50_000 + b"1" + b"}" * 50_000),
            says(200, {"id": ATTEMPT.provider_id, "status": "APPROVED"}, Content_Encoding="gzip"),
            says(200, {"id": 5}),
            says(200, {"id": "X", "purchase_units": "none"}),
            says(302, {}, Location="http://127.0.0.1:1/"),
            says(500, {}),
            says(418, {"name": "TEAPOT"}),
        ],
        ids=[
            *("page", "empty", "list", "text", "cut", "bytes", "deep", "packed"),
            *("wrong id", "wrong units", "redirect", "broken", "new status"),
        ],
    )
    def test_an_odd_answer_leaves_the_outcome_open(self, desk: Desk, odd: Scripted, part):
        odd.will(part)
        with pytest.raises(Ambiguous):
            desk.open(base=odd.base, retries=0).lookup(ATTEMPT)
        assert len(odd.calls) == 1

    def test_of_an_endless_answer_no_more_than_a_megabyte_is_kept(self, desk: Desk, odd: Scripted):
        flood = Flood(megabytes=50)
        odd.will(flood)
        with pytest.raises(Ambiguous, match="too large"):
            desk.open(base=odd.base, retries=0).lookup(ATTEMPT)
        assert flood.taken < 12 * 1_048_576  # what the network holds on its way is not ours to say

    @pytest.mark.parametrize("in_head", [True, False])
    def test_an_answer_of_a_byte_now_and_then_is_cut_off_in_time(self, desk: Desk, odd: Scripted, in_head: bool):
        odd.will(trickles(0.05, in_head=in_head))
        with pytest.raises(Ambiguous, match="ReadTimeout"):
            desk.open(base=odd.base, seconds=0.3).lookup(ATTEMPT)

    def test_an_answer_that_stops_in_the_middle_gets_only_the_time_that_was_left(self, desk: Desk, odd: Scripted):
        odd.will(stalls(lambda: desk.watch.advance(59.9), seconds=4))
        with pytest.raises(Ambiguous, match="ReadTimeout"):
            desk.open(base=odd.base, seconds=60).lookup(ATTEMPT)

    @pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
    def test_a_redirect_is_never_followed_and_says_nothing(self, desk: Desk, odd: Scripted, status: int):
        gateway = desk.open(base=odd.base, retries=0)
        odd.will(*[says(status, {}, Location=f"{odd.base}/v2/elsewhere")] * 2)
        for call in (lambda: gateway.start(desk.request()), lambda: gateway.complete(ATTEMPT, "capture-1")):
            with pytest.raises(Ambiguous):
                call()
        assert len(odd.calls) == 2

    def test_the_time_is_for_the_whole_question_with_its_repetitions(self, desk: Desk):
        attempt = desk.approved()
        desk.paypal.fault("status", path="/v2/*", times=None)
        with pytest.raises(Ambiguous):
            desk.open(seconds=0.25, retries=99).complete(attempt, "capture-1")
        assert 1 < desk.calls("POST", f"/v2/checkout/orders/{attempt.provider_id}/capture") < 20


class TestCaps:
    def test_whoever_finds_no_place_is_sent_away_at_once(self, desk: Desk):
        capped = desk.open(caps=Caps(calls=2, verifications=1))
        attempt = desk.approved()
        desk.paypal.fault("slow", path="/v2/*", times=2, ms=300)
        busy = [threading.Thread(target=capped.lookup, args=(attempt,)) for _ in range(2)]
        for thread in busy:
            thread.start()
        _until(lambda: capped._payments._api._places._places._value == 0)
        with pytest.raises(Throttled) as caught:
            capped.lookup(attempt)
        assert caught.value.retry_after == 1
        for thread in busy:
            thread.join()
        assert capped.lookup(attempt).outcome is Outcome.READY

    def test_checking_notifications_takes_no_place_from_buyers(self, desk: Desk, inbox: Inbox):
        capped = desk.open(caps=Caps(calls=1, verifications=1))
        attempt = desk.approved()
        desk.paypal.settle_webhooks()
        genuine = raw(inbox.received[0].headers, inbox.received[0].body)
        desk.paypal.fault("slow", path="/v1/notifications/*", ms=300)
        checking = threading.Thread(target=capped.read_notification, args=(genuine,))
        checking.start()
        _until(lambda: capped._notifications._api._places._places._value == 0)
        assert isinstance(capped.read_notification(genuine), VerifyLater)
        assert capped.lookup(attempt).outcome is Outcome.READY
        checking.join()

    def test_a_gateway_that_nobody_uses_leaves_no_connection_open(self, desk: Desk):
        gateway = desk.open()
        gateway.lookup(ATTEMPT)
        (connection,) = gateway._wire._pool.connections
        desk._made.remove(gateway)
        assert not connection.is_closed()
        del gateway
        gc.collect()
        assert connection.is_closed()


class TestCircuit:
    POLICY = CircuitPolicy(fewest_calls=20, failing_percent=50, window_seconds=30, probe_seconds=5)

    def test_a_failing_provider_is_left_alone_and_probed(self, desk: Desk):
        attempt = desk.approved()
        gateway = desk.open(circuit=self.POLICY, retries=0)
        path = f"/v2/checkout/orders/{attempt.provider_id}"
        desk.paypal.fault("status", path="/v2/*", times=None)
        for _ in range(19):  # the token makes the twentieth call
            with pytest.raises(Ambiguous):
                gateway.lookup(attempt)
        with pytest.raises(NotSent, match="stopped"):
            gateway.lookup(attempt)
        assert desk.calls("GET", path) == 19
        desk.watch.advance(5)
        with pytest.raises(Ambiguous):
            gateway.lookup(attempt)
        with pytest.raises(NotSent, match="stopped"):
            gateway.lookup(attempt)
        assert desk.calls("GET", path) == 20
        desk.paypal.clear_faults()
        desk.watch.advance(5)
        for _ in range(3):
            assert gateway.lookup(attempt).outcome is Outcome.READY

    def test_a_busy_provider_is_not_a_failing_one(self, desk: Desk):
        paid = desk.paid()
        gateway = desk.open(circuit=self.POLICY, retries=0)
        desk.paypal.fault("status", path="/v2/payments/*", times=40, status=409)
        for _ in range(40):
            with pytest.raises(Ambiguous):
                gateway.refund(desk.refund_of(paid, 500, "refund-1"))
        gateway.refund(desk.refund_of(paid, 500, "refund-1"))

    def test_a_no_is_an_answer(self, desk: Desk):
        gateway = desk.open(circuit=self.POLICY)
        for _ in range(30):
            assert gateway.lookup(ATTEMPT).outcome is Outcome.UNKNOWN


def _until(is_so):
    ends = time.monotonic() + 5
    while not is_so():
        assert time.monotonic() < ends
        time.sleep(0.002)
