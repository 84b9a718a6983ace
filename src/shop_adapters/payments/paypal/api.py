"""Calls to PayPal's API, signed in."""

import re
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from typing import Final

import msgspec

from shop_adapters.payments.bulkhead import Bulkhead
from shop_adapters.payments.conversation import Conversation, conversation
from shop_adapters.payments.deadline import Deadline, Monotonic
from shop_adapters.payments.line import Line
from shop_adapters.payments.paypal.documents import read_failure
from shop_adapters.payments.paypal.tokens import AccessTokens
from shop_adapters.payments.wire import Answer, Call
from shop_domain.payments.gateway import Misconfigured, Rejected, Retry

_UNAUTHORIZED: Final = 401
_FORBIDDEN: Final = 403
_KEY: Final = re.compile(r"[!-~]{1,108}")
_JSON: Final = {"Content-Type": "application/json"}


class PayPalApi:
    """PayPal's API; every question has its own deadline, and a place among the calls under way."""

    def __init__(
        self, line: Line, tokens: AccessTokens, places: Bulkhead, *, seconds: float, monotonic: Monotonic
    ) -> None:
        self._line = line
        self._tokens = tokens
        self._places = places
        self._seconds = seconds
        self._monotonic = monotonic

    @contextmanager
    def talk(self) -> Generator["Talk"]:
        """Ask one question, in as many calls as it takes. Raises Throttled where too many are under way."""
        with self._places.place(), conversation(Deadline(self._seconds, self._monotonic)) as kept:
            yield Talk(self, kept)

    def answer(self, call: Call, kept: Conversation) -> Answer:
        """Return an answer that is neither 401 nor 403; renew the token once where it is refused."""
        for _ in range(2):
            token = self._tokens.current(kept)
            signed = msgspec.structs.replace(call, headers={**call.headers, "Authorization": f"Bearer {token}"})
            answer = self._line.ask(signed, kept)
            if answer.status != _UNAUTHORIZED:
                break
            self._tokens.drop(token)
        else:
            self._line.trip()
            raise Misconfigured("a new access token is refused")
        if answer.status == _FORBIDDEN:
            raise Misconfigured(f"not allowed: {read_failure(answer.body).code}")
        return answer


class Talk:
    """One question to PayPal. Every call raises NotSent, Ambiguous, Throttled or Misconfigured."""

    def __init__(self, api: PayPalApi, kept: Conversation) -> None:
        self._api = api
        self._kept = kept

    def get(self, path: str) -> Answer:
        """Read something."""
        return self._api.answer(Call(method="GET", path=path, headers={}, body=b"", has_effect=False), self._kept)

    def act(self, path: str, key: str, body: Mapping[str, object]) -> Answer:
        """Make something happen, once per key."""
        if not _KEY.fullmatch(key):
            raise Rejected("idempotency_key_unusable", Retry.NEVER)
        headers = {**_JSON, "PayPal-Request-Id": key, "Prefer": "return=representation"}
        call = Call(method="POST", path=path, headers=headers, body=msgspec.json.encode(body), has_effect=True)
        return self._api.answer(call, self._kept)

    def check(self, path: str, body: bytes) -> Answer:
        """Ask something that takes a body and changes nothing."""
        return self._api.answer(Call(method="POST", path=path, headers=_JSON, body=body, has_effect=False), self._kept)

    def doubt(self) -> None:
        """Remember that something may have happened, whatever the next call says."""
        self._kept.is_in_doubt = True

    def evidence(self) -> bytes:
        """Write down what was exchanged so far."""
        return self._kept.evidence()
