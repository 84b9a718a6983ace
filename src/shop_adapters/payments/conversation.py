"""All exchanges that one question to a provider takes: their common deadline, their doubt and their evidence."""

from collections.abc import Generator
from contextlib import contextmanager
from typing import Final

import msgspec

from shop_adapters.payments.deadline import Deadline
from shop_adapters.payments.json_text import json_object
from shop_adapters.payments.masking import masked
from shop_adapters.payments.wire import Answer, Call
from shop_domain.payments.gateway import Ambiguous, GatewayError, Rejected

LONGEST_TEXT: Final = 500
LARGEST_DOCUMENT: Final = 32_768


class Conversation:
    """What was said so far, and whether something may have happened because of it."""

    def __init__(self, deadline: Deadline) -> None:
        self.deadline = deadline
        self.is_in_doubt = False
        """True once a call that has an effect was sent and may have had it."""
        self._exchanges: list[dict[str, object]] = []

    def note(self, call: Call, outcome: Answer | GatewayError) -> None:
        """Keep an exchange as evidence."""
        about: dict[str, object] = {"call": f"{call.method} {call.path}", "sent": _shown(call.body)}
        if isinstance(outcome, Answer):
            kept = {"status": outcome.status, "answer": _shown(outcome.body)}
            self._exchanges.append(about | kept | {"debug_id": outcome.headers.get("paypal-debug-id")})
        else:
            self._exchanges.append(about | {"problem": f"{type(outcome).__name__}: {outcome}"})

    def evidence(self) -> bytes:
        """Write down what was exchanged, secrets cut."""
        return msgspec.json.encode(self._exchanges)


@contextmanager
def conversation(deadline: Deadline) -> Generator[Conversation]:
    """Talk to a provider; a failure carries the evidence, and never says less than that something may have happened."""
    talk = Conversation(deadline)
    try:
        yield talk
    except GatewayError as error:
        told = error
        if talk.is_in_doubt and not isinstance(error, Ambiguous | Rejected):
            told = Ambiguous(f"something may have happened before: {error}")
        told.evidence = talk.evidence()
        raise told from error.__cause__ if told is error else error


def _shown(body: bytes) -> object:
    """Show a body: a JSON object masked, and anything else only where it can't hide something secret."""
    document = json_object(body) if len(body) <= LARGEST_DOCUMENT else None
    if document is not None:
        return masked(document)
    if body.lstrip()[:1] in (b"{", b"[") or b"token" in body or len(body) > LARGEST_DOCUMENT:
        return f"{len(body)} bytes, not shown"
    return body[:LONGEST_TEXT].decode("utf-8", "replace")
