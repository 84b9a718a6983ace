"""All exchanges of one operation at a provider: their common deadline, whether they had an effect, and their log."""

from collections.abc import Generator
from contextlib import contextmanager
from typing import Final

import msgspec

from shop_adapters.payments.http_client.deadline import Deadline
from shop_adapters.payments.http_client.http_transport import HttpRequest, HttpResponse
from shop_adapters.payments.http_client.json_object import decode_object
from shop_adapters.payments.http_client.log_masking import LogFormat, mask
from shop_domain.payments.gateway import Ambiguous, GatewayError, Rejected

MAX_LOGGED_TEXT: Final = 500
MAX_LOGGED_DOCUMENT: Final = 32_768


class CallContext:
    """What was exchanged so far, and whether it may have had an effect."""

    def __init__(self, deadline: Deadline, log_format: LogFormat) -> None:
        self.deadline = deadline
        self._log_format = log_format
        self.may_have_taken_effect = False
        """True once a call that has an effect was sent and may have had it."""
        self._exchanges: list[dict[str, object]] = []

    def record(self, call: HttpRequest, outcome: HttpResponse | GatewayError) -> None:
        about: dict[str, object] = {"call": f"{call.method} {call.path}", "sent": self._loggable_body(call.body)}
        if isinstance(outcome, HttpResponse):
            kept = {"status": outcome.status, "answer": self._loggable_body(outcome.body)}
            self._exchanges.append(about | kept | {"debug_id": self.trace_id(outcome)})
        else:
            self._exchanges.append(about | {"problem": f"{type(outcome).__name__}: {outcome}"})

    def trace_id(self, response: HttpResponse) -> str | None:
        """Find the provider's own id of an exchange."""
        return response.headers.get(self._log_format.trace_header)

    def provider_log(self) -> bytes:
        """Write down what was exchanged, secrets cut."""
        return msgspec.json.encode(self._exchanges)

    def _loggable_body(self, body: bytes) -> object:
        """Show a body: a JSON object masked, and anything else only where it can't hide something secret."""
        document = decode_object(body) if len(body) <= MAX_LOGGED_DOCUMENT else None
        if document is not None:
            return mask(document, self._log_format)
        if body.lstrip()[:1] in (b"{", b"[") or b"token" in body or len(body) > MAX_LOGGED_DOCUMENT:
            return f"{len(body)} bytes, not shown"
        return body[:MAX_LOGGED_TEXT].decode("utf-8", "replace")


@contextmanager
def call_context(deadline: Deadline, log_format: LogFormat) -> Generator[CallContext]:
    """Call a provider; a failure carries the log, and is Ambiguous where an earlier call may have had an effect."""
    context = CallContext(deadline, log_format)
    try:
        yield context
    except GatewayError as error:
        told = error
        if context.may_have_taken_effect and not isinstance(error, Ambiguous | Rejected):
            told = Ambiguous(f"something may have happened before: {error}")
        told.evidence = context.provider_log()
        raise told from error.__cause__ if told is error else error
