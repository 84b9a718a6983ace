"""One access token serves all calls until it ends or is refused."""

import pytest

from shop_domain.payments.gateway import Misconfigured, NotSent, Throttled
from shop_domain.payments.observation import PaymentOutcome
from tests.contract.payments.gateway_driver import PayPalDriver, run_concurrently

TOKEN = "/v1/oauth2/token"


def test_many_calls_share_one_token(driver: PayPalDriver):
    attempt = driver.approved()
    for _ in range(20):
        driver.gateway.lookup(attempt)
    assert driver.paypal.state()["tokens_issued"] == 1


def test_callers_that_start_together_wait_for_one_token(driver: PayPalDriver):
    driver.paypal.inject_fault("slow", path=TOKEN, ms=50)
    results = run_concurrently(10, lambda _: driver.gateway.start(driver.request()))
    assert all(getattr(result, "provider_id", None) for result in results)
    assert driver.paypal.state()["tokens_issued"] == 1


def test_a_token_is_renewed_some_minutes_before_it_ends(driver: PayPalDriver):
    driver.approved()
    driver.clock.advance(32_400 - 301)
    driver.approved()
    assert driver.paypal.state()["tokens_issued"] == 1
    driver.clock.advance(2)
    driver.approved()
    assert driver.paypal.state()["tokens_issued"] == 2


def test_a_short_token_is_used_for_half_of_its_life(driver: PayPalDriver):
    driver.paypal.configure(token_life_s=100)
    driver.approved()
    driver.clock.advance(45)
    driver.approved()
    assert driver.paypal.state()["tokens_issued"] == 1
    driver.clock.advance(10)
    driver.approved()
    assert driver.paypal.state()["tokens_issued"] == 2


def test_a_token_that_can_not_be_renewed_early_is_used_to_its_end(driver: PayPalDriver):
    driver.approved()
    driver.clock.advance(32_400 - 200)
    driver.paypal.inject_fault("status", path=TOKEN, times=None, status=503)
    driver.approved()
    driver.clock.advance(201)
    with pytest.raises(NotSent):
        driver.gateway.start(driver.request())


@pytest.mark.parametrize("shape", ["api", "invalid_token"])
def test_a_refused_token_is_renewed_and_the_call_repeated_with_its_key(driver: PayPalDriver, shape: str):
    driver.paypal.configure(unauthorized_shape=shape, token_life_s=60, capture_window_s=1e6, payer_window_s=1e6)
    attempt = driver.approved()
    driver.paypal.advance(61)  # ended for PayPal, and not yet for us
    assert driver.gateway.complete(attempt, "capture-1").outcome is PaymentOutcome.PAID
    captures = driver.paypal.requests(method="POST", path=f"/v2/checkout/orders/{attempt.provider_id}/capture")
    assert [(entry["status"], entry["headers"]["paypal-request-id"]) for entry in captures] == [
        (401, "capture-1"),
        (201, "capture-1"),
    ]
    assert driver.paypal.state()["tokens_issued"] == 2


def test_a_second_refusal_is_for_a_person_and_stops_the_calls(driver: PayPalDriver):
    attempt = driver.approved()
    driver.paypal.inject_fault("status", path="/v2/*", times=None, status=401)
    with pytest.raises(Misconfigured):
        driver.gateway.complete(attempt, "capture-1")
    path = f"/v2/checkout/orders/{attempt.provider_id}/capture"
    assert driver.calls("POST", path) == 2
    with pytest.raises(NotSent, match="stopped"):
        driver.gateway.complete(attempt, "capture-1")
    assert driver.calls("POST", path) == 2
    driver.paypal.clear_faults()
    driver.clock.advance(5)
    assert driver.gateway.complete(attempt, "capture-1").outcome is PaymentOutcome.PAID


def test_wrong_credentials_are_for_a_person_and_are_not_shown(driver: PayPalDriver, caplog: pytest.LogCaptureFixture):
    caplog.set_level("DEBUG")
    stranger = driver.open_gateway(client_secret="hunter2hunter2")
    with pytest.raises(Misconfigured, match="invalid_client") as caught:
        stranger.start(driver.request())
    assert driver.calls("POST", TOKEN) == 1
    assert "hunter2" not in f"{caught.value}{caught.value.evidence!r}{caplog.text}"
    assert driver.calls("POST", "/v2/checkout/orders") == 0


@pytest.mark.parametrize("kind", ["reset_before", "reset_after", "html_error_page", "truncated", "bad_json"])
def test_without_a_token_nothing_is_sent(driver: PayPalDriver, kind: str):
    driver.paypal.inject_fault(kind, path=TOKEN, times=None)
    with pytest.raises(NotSent):
        driver.gateway.start(driver.request())
    assert driver.calls("POST", "/v2/checkout/orders") == 0


def test_a_token_that_is_not_answered_in_time_ends_the_wait(driver: PayPalDriver):
    hasty = driver.open_gateway(seconds=0.2)
    driver.paypal.inject_fault("timeout_before", path=TOKEN, times=None)
    results = run_concurrently(3, lambda _: hasty.start(driver.request()))
    assert [type(result) for result in results] == [NotSent] * 3


def test_throttled_tokens_throttle_the_call(driver: PayPalDriver):
    driver.paypal.inject_fault("throttle", path=TOKEN, retry_after=9)
    with pytest.raises(Throttled) as caught:
        driver.gateway.start(driver.request())
    assert caught.value.retry_after == 9
