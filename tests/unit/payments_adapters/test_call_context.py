"""What is kept of an exchange shows what happened, and neither secrets nor who the payer is."""

import msgspec
import pytest

from shop_adapters.payments.http_client.call_context import MAX_LOGGED_DOCUMENT, CallContext, call_context
from shop_adapters.payments.http_client.deadline import Deadline
from shop_adapters.payments.http_client.http_transport import HttpRequest, HttpResponse
from shop_adapters.payments.http_client.log_masking import mask
from shop_adapters.payments.paypal.log_format import PAYPAL_LOG_FORMAT
from shop_domain.payments.gateway import (
    Ambiguous,
    GatewayError,
    Misconfigured,
    NotSent,
    Rejected,
    RetryAdvice,
    Throttled,
)

CALL = HttpRequest(
    method="POST", path="/x", headers={"Authorization": "Bearer secret"}, body=b'{"a":1}', has_side_effects=True
)


def deadline() -> Deadline:
    return Deadline(1, lambda: 0.0)


def logged_body(body: bytes) -> object:
    context = CallContext(deadline(), PAYPAL_LOG_FORMAT)
    context.record(CALL, HttpResponse(status=200, headers={"paypal-debug-id": "D1"}, body=body))
    (exchange,) = msgspec.json.decode(context.provider_log())
    assert exchange.pop("answer", None) is not None or body == b""
    assert exchange == {"call": "POST /x", "sent": {"a": 1}, "status": 200, "debug_id": "D1"}
    return msgspec.json.decode(context.provider_log())[0]["answer"]


def test_secrets_and_the_payer_are_cut_and_the_payee_is_not():
    document = {
        "access_token": "T",
        "payer": {"payer_id": "P", "email_address": "a@b.example", "name": {"given_name": "Ann"}},
        "payment_source": {"paypal": {"account_id": "P", "email_address": "a@b.example"}, "card": {"last_digits": "1"}},
        "purchase_units": [{"payee": {"email_address": "shop@x.example"}, "shipping": {"name": "Ann"}}],
        "name": "UNPROCESSABLE_ENTITY",
    }
    assert mask(document, PAYPAL_LOG_FORMAT) == {
        "access_token": "***",
        "payer": {"payer_id": "P", "email_address": "***", "name": "***"},
        "payment_source": {"paypal": {"account_id": "P", "email_address": "***"}, "card": "***"},
        "purchase_units": [{"payee": {"email_address": "shop@x.example"}, "shipping": "***"}],
        "name": "UNPROCESSABLE_ENTITY",
    }


def test_an_error_page_is_kept_in_short():
    assert logged_body(b"<html>" + b"x" * 1_000) == "<html>" + "x" * 494


@pytest.mark.parametrize(
    "body",
    [b'{"access_token":"T', b' [{"email_address":"a@b', b"<p>token=T</p>", b"x" * (MAX_LOGGED_DOCUMENT + 1)],
    ids=["cut token", "cut list", "page with a token", "huge"],
)
def test_what_may_hide_a_secret_is_only_counted(body: bytes):
    assert logged_body(body) == f"{len(body)} bytes, not shown"


def fail_in_doubt(error: GatewayError) -> None:
    with call_context(deadline(), PAYPAL_LOG_FORMAT) as context:
        context.record(CALL, error)
        context.may_have_taken_effect = True
        raise error


@pytest.mark.parametrize(
    "error", [NotSent(), Throttled(1), Misconfigured("x"), Ambiguous("x"), Rejected("X", RetryAdvice.SAME)]
)
def test_a_failure_after_something_may_have_happened_never_says_that_nothing_did(error: GatewayError):
    with pytest.raises(GatewayError) as caught:
        fail_in_doubt(error)
    assert isinstance(caught.value, Rejected if isinstance(error, Rejected) else Ambiguous)
    assert msgspec.json.decode(caught.value.evidence)[0]["call"] == "POST /x"


def test_a_failure_before_anything_happened_is_told_as_it_is():
    with pytest.raises(NotSent), call_context(deadline(), PAYPAL_LOG_FORMAT):
        raise NotSent
