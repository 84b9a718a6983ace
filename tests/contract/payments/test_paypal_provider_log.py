"""Every result carries what was exchanged, and nobody's secrets."""

import msgspec
import pytest

from shop_domain.payments.gateway import GatewayError
from tests.contract.payments.gateway_driver import SECRET, PayPalDriver


def test_every_result_carries_its_provider_log_and_no_secret(driver: PayPalDriver, caplog: pytest.LogCaptureFixture):
    caplog.set_level("DEBUG")
    paid = driver.paid()
    refunded = driver.gateway.refund(driver.refund_of(paid, 500, "refund-1"))
    for evidence in (paid.evidence, refunded.evidence):
        exchanges = msgspec.json.decode(evidence)
        assert exchanges[-1]["status"] == 201
        assert exchanges[-1]["answer"]["status"] == "COMPLETED"
    shown = caplog.text.encode() + paid.evidence + refunded.evidence
    for secret in (SECRET, driver.token(), "Bearer", "Basic", "buyer@payer.example"):
        assert secret.encode() not in shown


@pytest.mark.parametrize("fault", ["reset_before", "html_error_page", "truncated", "throttle"])
def test_a_failure_carries_it_too(driver: PayPalDriver, fault: str):
    attempt = driver.approved()
    driver.paypal.inject_fault(fault, path="/v2/*", times=None)
    with pytest.raises(GatewayError) as caught:
        driver.gateway.complete(attempt, "capture-1")
    exchanges = msgspec.json.decode(caught.value.evidence)
    assert exchanges[-1]["call"] == f"POST /v2/checkout/orders/{attempt.provider_id}/capture"


def test_a_token_in_a_broken_answer_is_not_kept(driver: PayPalDriver):
    driver.paypal.inject_fault("bad_json", path="/v1/oauth2/token", times=None)
    with pytest.raises(GatewayError) as caught:
        driver.gateway.start(driver.request())
    assert b"SIM" not in caught.value.evidence
    assert b"not shown" in caught.value.evidence


def test_the_debug_id_of_a_refusal_is_kept(driver: PayPalDriver):
    driver.paypal.configure(capture_outcome="TRANSACTION_REFUSED")
    seen = driver.gateway.complete(driver.approved(), "capture-1")
    last = msgspec.json.decode(seen.evidence)[-1]
    assert last["debug_id"] == last["answer"]["debug_id"]
