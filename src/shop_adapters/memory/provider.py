"""A payment provider in memory, with its own book of who paid what: for dry runs, simulations and properties.

It keeps the promises of a real one: keys make calls repeatable, an attempt is captured once, money goes back at most
once for each key. What the payer does, and what goes wrong on the way, is told from outside.
"""

from collections.abc import Callable
from datetime import timedelta
from enum import StrEnum
from typing import Final, TypeVar

import msgspec
from msgspec.structs import replace

from shop_domain.kernel.money import Money
from shop_domain.payments.gateway import (
    Accepted,
    Ambiguous,
    AttemptRef,
    Capabilities,
    Closing,
    Forged,
    NotSent,
    RawNotification,
    ReadNotification,
    Redirect,
    RefundRef,
    RefundRequest,
    Rejected,
    Reply,
    Retry,
    Started,
    StartRequest,
)
from shop_domain.payments.observation import (
    Observation,
    Outcome,
    RefundObservation,
    RefundOutcome,
    Source,
)

T = TypeVar("T")
LIFE: Final = timedelta(hours=3)
PAGE: Final = "https://pay.example/"


class Fault(StrEnum):
    """What goes wrong with the next call that changes anything."""

    NOT_SENT = "not_sent"
    ANSWER_LOST = "answer_lost"
    REFUSED = "refused"


class Account(msgspec.Struct, frozen=True, kw_only=True):
    """One attempt as the provider sees it."""

    id: str
    reference: str
    amount: Money
    approved: bool = False
    captured: Money | None = None
    declines: int = 0
    """How many more captures are declined."""
    refunds: dict[str, Money] = {}

    @property
    def returned(self) -> int:
        """Sum what went back, in minor units."""
        return sum(money.minor for money in self.refunds.values())


class MemoryProvider:
    """Takes money that nobody has."""

    def __init__(self, currencies: frozenset[str] = frozenset({"EUR", "USD"})) -> None:
        """Open an empty book."""
        self.book: dict[str, Account] = {}
        self.faults: list[Fault] = []
        self.captures = 0
        self._currencies = currencies
        self._by_key: dict[str, str] = {}

    def capabilities(self) -> Capabilities:
        """Tell that nobody is charged before we complete, and that refunds may be repeated."""
        return Capabilities(
            currencies=self._currencies,
            needs_completion=True,
            can_close=False,
            refunds_are_idempotent=True,
            attempt_life=LIFE,
            notifications_repeat=True,
        )

    def new_reference(self, seed: bytes) -> str:
        """Write the seed in hexadecimal."""
        return seed.hex()

    def start(self, request: StartRequest) -> Started:
        """Open an attempt, once a key."""
        return self._with_faults(lambda: self._start(request))

    def complete(self, attempt: AttemptRef, idempotency_key: str) -> Observation:
        """Capture an approved attempt, once a key."""
        return self._with_faults(lambda: self._complete(attempt, idempotency_key))

    def lookup(self, attempt: AttemptRef) -> Observation:
        """Tell how an attempt stands."""
        account = self.book.get(attempt.provider_id or "")
        if account is None:
            return Observation(outcome=Outcome.UNKNOWN, source=Source.LOOKUP, reference=attempt.reference)
        return _seen(account, Source.LOOKUP)

    def close(self, attempt: AttemptRef, idempotency_key: str) -> Closing:  # noqa: ARG002 - nothing to close
        """Leave it to expire."""
        return Closing.NOT_SUPPORTED

    def refund(self, request: RefundRequest) -> RefundObservation:
        """Give money back, once a key."""
        return self._with_faults(lambda: self._refund(request))

    def lookup_refund(self, refund: RefundRef) -> RefundObservation:
        """Tell whether a refund went through."""
        done = any(refund.idempotency_key in account.refunds for account in self.book.values())
        return RefundObservation(outcome=RefundOutcome.DONE if done else RefundOutcome.CANNOT_TELL)

    def read_notification(self, raw: RawNotification) -> ReadNotification:
        """Take `{"id": …, "provider_id": …}` as a signal to look; anything else is forged."""
        try:
            signal = msgspec.json.decode(raw.body, type=dict[str, str])
            provider_id, key = signal["provider_id"], signal["id"]
        except (msgspec.DecodeError, msgspec.ValidationError, KeyError):
            return Forged(reason="not one of ours")
        seen = Observation(outcome=Outcome.PAID, source=Source.NOTIFICATION, provider_id=provider_id, needs_lookup=True)
        return Accepted(
            event_key=key,
            event_type="SIGNAL",
            observations=(seen,),
            stored=Reply(status=200),
            not_stored=Reply(status=503),
        )

    def payer_approves(self, provider_id: str) -> None:
        """Let the payer agree to pay."""
        self.book[provider_id] = replace(self.book[provider_id], approved=True)

    def decline_next(self, provider_id: str) -> None:
        """Let the next capture of an attempt be declined."""
        account = self.book[provider_id]
        self.book[provider_id] = replace(account, declines=account.declines + 1)

    def _start(self, request: StartRequest) -> Started:
        if request.idempotency_key not in self._by_key:
            account = Account(id=f"P{len(self.book) + 1}", reference=request.reference, amount=request.amount)
            self.book[account.id] = account
            self._by_key[request.idempotency_key] = account.id
        provider_id = self._by_key[request.idempotency_key]
        return Started(provider_id=provider_id, action=Redirect(url=PAGE + provider_id), expected=request.amount)

    def _complete(self, attempt: AttemptRef, idempotency_key: str) -> Observation:
        account = self.book[attempt.provider_id or ""]
        if account.captured is None and account.declines and idempotency_key not in self._by_key:
            account = replace(account, declines=account.declines - 1, approved=False)
            self.book[account.id] = account
            self._by_key[idempotency_key] = "declined"
        if self._by_key.get(idempotency_key) == "declined":
            return replace(_seen(account, Source.COMPLETE), outcome=Outcome.PAYER_ACTION, payer_url=PAGE + account.id)
        if account.approved and account.captured is None:
            self.captures += 1
            account = replace(account, captured=account.amount)
            self.book[account.id] = account
        return _seen(account, Source.COMPLETE)

    def _refund(self, request: RefundRequest) -> RefundObservation:
        account = next(a for a in self.book.values() if request.capture_id == f"C-{a.id}")
        if request.idempotency_key not in account.refunds:
            captured = 0 if account.captured is None else account.captured.minor
            if account.returned + request.amount.minor > captured:
                raise Rejected("REFUND_AMOUNT_EXCEEDED", Retry.NEVER)
            refunds = {**account.refunds, request.idempotency_key: request.amount}
            self.book[account.id] = replace(account, refunds=refunds)
        return RefundObservation(
            outcome=RefundOutcome.DONE, provider_refund_id=f"R-{request.idempotency_key}", amount=request.amount
        )

    def _with_faults(self, call: Callable[[], T]) -> T:
        fault = self.faults.pop(0) if self.faults else None
        if fault is Fault.NOT_SENT:
            raise NotSent
        if fault is Fault.REFUSED:
            raise Rejected("REFUSED", Retry.NEVER)
        result = call()
        if fault is Fault.ANSWER_LOST:
            raise Ambiguous
        return result


def _seen(account: Account, source: Source) -> Observation:
    if account.captured is not None:
        outcome = Outcome.PAID
    else:
        outcome = Outcome.READY if account.approved and source is Source.LOOKUP else Outcome.WAITING
    return Observation(
        outcome=outcome,
        source=source,
        reference=account.reference,
        provider_id=account.id,
        paid=account.captured,
        capture_id=None if account.captured is None else f"C-{account.id}",
    )
