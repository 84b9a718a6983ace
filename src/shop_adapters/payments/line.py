"""Ask a provider as patiently as it is safe, and stop asking one that fails."""

import logging
import re
from collections.abc import Callable
from typing import Final

import msgspec

from shop_adapters.payments.circuit import Circuit
from shop_adapters.payments.conversation import Conversation
from shop_adapters.payments.json_text import json_object
from shop_adapters.payments.wire import Answer, Call, Wire
from shop_domain.payments.gateway import Ambiguous, GatewayError, NotSent, Throttled

_log = logging.getLogger(__name__)
_TOO_MANY: Final = 429
_CONFLICT: Final = 409
_BROKEN: Final = 500
_REFUSAL: Final = 400
_USABLE: Final = frozenset({200, 201, 400, 404, 409, 422})
"""Answers that say something only by their content."""
_ELSEWHERE: Final = range(300, 400)
_LONGEST_WAIT: Final = 3_600
_WHOLE_SECONDS: Final = re.compile(r"[0-9]{1,9}")


class UnderWay(Ambiguous):
    """The provider works, and is still busy with the same thing."""


class Patience(msgspec.Struct, frozen=True, kw_only=True):
    """How long to wait for a provider, and how often to ask again."""

    connect_seconds: float = 2
    total_seconds: float = 8
    """Of one question with all its calls and repetitions: a client that waits is answered within ten."""
    retries: int = 2
    pause_seconds: float = 0.25
    """Before the first repetition; doubled for the next, and shortened by chance so that callers spread out."""


class Line:
    """The way to one provider. Everything sent over it may be repeated with the same key."""

    def __init__(
        self,
        wire: Wire,
        circuit: Circuit,
        patience: Patience,
        *,
        sleep: Callable[[float], None],
        chance: Callable[[], float],
    ) -> None:
        """Put the parts together; `chance` gives numbers from 0 to 1."""
        self._wire = wire
        self._circuit = circuit
        self._patience = patience
        self._sleep = sleep
        self._chance = chance

    def ask(self, call: Call, talk: Conversation) -> Answer:
        """Return an answer that can be relied on: JSON where its content matters, below 500, no 409 and no 429.

        Raises NotSent, Ambiguous and Throttled.
        """
        tries = 0
        while True:
            self._circuit.admit()
            try:
                return self._once(call, talk)
            except (NotSent, Ambiguous):
                pause = self._patience.pause_seconds * 2**tries * (0.5 + self._chance() / 2)
                tries += 1
                if tries > self._patience.retries or pause >= talk.deadline.remaining():
                    raise
                self._sleep(pause)

    def trip(self) -> None:
        """Stop asking until a probe succeeds."""
        self._circuit.trip()

    def _once(self, call: Call, talk: Conversation) -> Answer:
        try:
            answer = self._exchange(call, talk)
            _refuse_unusable(answer)
        except UnderWay:
            self._circuit.worked()
            talk.is_in_doubt |= call.has_effect
            raise
        except (NotSent, Ambiguous) as error:
            _log.warning("%s %s: %s: %s", call.method, call.path, type(error).__name__, error)
            self._circuit.failed()
            talk.is_in_doubt |= call.has_effect and isinstance(error, Ambiguous)
            raise
        self._circuit.worked()
        talk.is_in_doubt |= call.has_effect and answer.status < _REFUSAL
        return answer

    def _exchange(self, call: Call, talk: Conversation) -> Answer:
        try:
            answer = self._wire.exchange(call, talk.deadline)
        except GatewayError as error:
            talk.note(call, error)
            raise
        talk.note(call, answer)
        trace = answer.headers.get("paypal-debug-id")
        _log.info("%s %s -> %s debug_id=%s", call.method, call.path, answer.status, trace)
        return answer


def _refuse_unusable(answer: Answer) -> None:
    if answer.status == _TOO_MANY:
        raise Throttled(_seconds(answer.headers.get("retry-after", "")))
    if answer.status >= _BROKEN or answer.status in _ELSEWHERE:
        raise Ambiguous(f"HTTP {answer.status}")
    if answer.status in _USABLE and json_object(answer.body) is None:
        raise Ambiguous("the answer is no JSON object")
    if answer.status == _CONFLICT:
        raise UnderWay("an earlier request with the same effect is still under way")


def _seconds(text: str) -> int | None:
    return min(int(text), _LONGEST_WAIT) if _WHOLE_SECONDS.fullmatch(text) else None
