"""One access token serves all calls until it ends or is refused."""

import pytest

from shop_domain.payments.gateway import Misconfigured, NotSent, Throttled
from shop_domain.payments.observation import Outcome
from tests.contract.payments.desk import Desk, together

TOKEN = "/v1/oauth2/token"


def test_many_calls_share_one_token(desk: Desk):
    attempt = desk.approved()
    for _ in range(20):
        desk.gateway.lookup(attempt)
    assert desk.paypal.state()["tokens_issued"] == 1


def test_callers_that_start_together_wait_for_one_token(desk: Desk):
    desk.paypal.fault("slow", path=TOKEN, ms=50)
    results = together(10, lambda _: desk.gateway.start(desk.request()))
    assert all(getattr(result, "provider_id", None) for result in results)
    assert desk.paypal.state()["tokens_issued"] == 1


def test_a_token_is_renewed_some_minutes_before_it_ends(desk: Desk):
    desk.approved()
    desk.watch.advance(32_400 - 301)
    desk.approved()
    assert desk.paypal.state()["tokens_issued"] == 1
    desk.watch.advance(2)
    desk.approved()
    assert desk.paypal.state()["tokens_issued"] == 2


def test_a_short_token_is_used_for_half_of_its_life(desk: Desk):
    desk.paypal.turn(token_life_s=100)
    desk.approved()
    desk.watch.advance(45)
    desk.approved()
    assert desk.paypal.state()["tokens_issued"] == 1
    desk.watch.advance(10)
    desk.approved()
    assert desk.paypal.state()["tokens_issued"] == 2


def test_a_token_that_can_not_be_renewed_early_is_used_to_its_end(desk: Desk):
    desk.approved()
    desk.watch.advance(32_400 - 200)
    desk.paypal.fault("status", path=TOKEN, times=None, status=503)
    desk.approved()
    desk.watch.advance(201)
    with pytest.raises(NotSent):
        desk.gateway.start(desk.request())


@pytest.mark.parametrize("shape", ["api", "invalid_token"])
def test_a_refused_token_is_renewed_and_the_call_repeated_with_its_key(desk: Desk, shape: str):
    desk.paypal.turn(unauthorized_shape=shape, token_life_s=60, capture_window_s=1e6, payer_window_s=1e6)
    attempt = desk.approved()
    desk.paypal.advance(61)  # ended for PayPal, and not yet for us
    assert desk.gateway.complete(attempt, "capture-1").outcome is Outcome.PAID
    captures = desk.paypal.requests(method="POST", path=f"/v2/checkout/orders/{attempt.provider_id}/capture")
    assert [(entry["status"], entry["headers"]["paypal-request-id"]) for entry in captures] == [
        (401, "capture-1"),
        (201, "capture-1"),
    ]
    assert desk.paypal.state()["tokens_issued"] == 2


def test_a_second_refusal_is_for_a_person_and_stops_the_calls(desk: Desk):
    attempt = desk.approved()
    desk.paypal.fault("status", path="/v2/*", times=None, status=401)
    with pytest.raises(Misconfigured):
        desk.gateway.complete(attempt, "capture-1")
    path = f"/v2/checkout/orders/{attempt.provider_id}/capture"
    assert desk.calls("POST", path) == 2
    with pytest.raises(NotSent, match="stopped"):
        desk.gateway.complete(attempt, "capture-1")
    assert desk.calls("POST", path) == 2
    desk.paypal.clear_faults()
    desk.watch.advance(5)
    assert desk.gateway.complete(attempt, "capture-1").outcome is Outcome.PAID


def test_wrong_credentials_are_for_a_person_and_are_not_shown(desk: Desk, caplog: pytest.LogCaptureFixture):
    caplog.set_level("DEBUG")
    stranger = desk.open(client_secret="hunter2hunter2")
    with pytest.raises(Misconfigured, match="invalid_client") as caught:
        stranger.start(desk.request())
    assert desk.calls("POST", TOKEN) == 1
    assert "hunter2" not in f"{caught.value}{caught.value.evidence!r}{caplog.text}"
    assert desk.calls("POST", "/v2/checkout/orders") == 0


@pytest.mark.parametrize("kind", ["reset_before", "reset_after", "html_error_page", "truncated", "bad_json"])
def test_without_a_token_nothing_is_sent(desk: Desk, kind: str):
    desk.paypal.fault(kind, path=TOKEN, times=None)
    with pytest.raises(NotSent):
        desk.gateway.start(desk.request())
    assert desk.calls("POST", "/v2/checkout/orders") == 0


def test_a_token_that_is_not_answered_in_time_ends_the_wait(desk: Desk):
    hasty = desk.open(seconds=0.2)
    desk.paypal.fault("timeout_before", path=TOKEN, times=None)
    results = together(3, lambda _: hasty.start(desk.request()))
    assert [type(result) for result in results] == [NotSent] * 3


def test_throttled_tokens_throttle_the_call(desk: Desk):
    desk.paypal.fault("throttle", path=TOKEN, retry_after=9)
    with pytest.raises(Throttled) as caught:
        desk.gateway.start(desk.request())
    assert caught.value.retry_after == 9
