"""All exchanges that one question to a provider takes: their common deadline, their doubt and their evidence."""

from collections.abc import Generator
from contextlib import contextmanager
from typing import Final

import msgspec

from shop_adapters.payments.http_client.deadline import Deadline
from shop_adapters.payments.http_client.http_transport import HttpRequest, HttpResponse
from shop_adapters.payments.http_client.json_object import decode_object
from shop_adapters.payments.http_client.log_masking import mask
from shop_domain.payments.gateway import Ambiguous, GatewayError, Rejected

MAX_LOGGED_TEXT: Final = 500
MAX_LOGGED_DOCUMENT: Final = 32_768


class CallContext:
    """What was said so far, and whether something may have happened because of it."""

    def __init__(self, deadline: Deadline) -> None:
        self.deadline = deadline
        self.may_have_taken_effect = False
        """True once a call that has an effect was sent and may have had it."""
        self._exchanges: list[dict[str, object]] = []

    def record(self, call: HttpRequest, outcome: HttpResponse | GatewayError) -> None:
        """Keep an exchange as evidence."""
        about: dict[str, object] = {"call": f"{call.method} {call.path}", "sent": _loggable_body(call.body)}
        if isinstance(outcome, HttpResponse):
            kept = {"status": outcome.status, "answer": _loggable_body(outcome.body)}
            self._exchanges.append(about | kept | {"debug_id": outcome.headers.get("paypal-debug-id")})
        else:
            self._exchanges.append(about | {"problem": f"{type(outcome).__name__}: {outcome}"})

    def provider_log(self) -> bytes:
        """Write down what was exchanged, secrets cut."""
        return msgspec.json.encode(self._exchanges)


@contextmanager
def call_context(deadline: Deadline) -> Generator[CallContext]:
    """Talk to a provider; a failure carries the evidence, and never says less than that something may have happened."""
    talk = CallContext(deadline)
    try:
        yield talk
    except GatewayError as error:
        told = error
        if talk.may_have_taken_effect and not isinstance(error, Ambiguous | Rejected):
            told = Ambiguous(f"something may have happened before: {error}")
        told.evidence = talk.provider_log()
        raise told from error.__cause__ if told is error else error


def _loggable_body(body: bytes) -> object:
    """Show a body: a JSON object masked, and anything else only where it can't hide something secret."""
    document = decode_object(body) if len(body) <= MAX_LOGGED_DOCUMENT else None
    if document is not None:
        return mask(document)
    if body.lstrip()[:1] in (b"{", b"[") or b"token" in body or len(body) > MAX_LOGGED_DOCUMENT:
        return f"{len(body)} bytes, not shown"
    return body[:MAX_LOGGED_TEXT].decode("utf-8", "replace")
