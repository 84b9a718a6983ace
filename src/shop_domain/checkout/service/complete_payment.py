"""Find out whether an attempt is paid, and act on it once, however often and from wherever it is asked for."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Final

from msgspec.structs import replace

from shop_domain.checkout.errors import PaymentClosed
from shop_domain.checkout.model import PaymentWithOrder
from shop_domain.checkout.ports import CheckoutTx
from shop_domain.checkout.service.order_transitions import apply_payment_change, record_observation
from shop_domain.kernel.ports import Begin, Clock
from shop_domain.kernel.retry import retry_on_storage_busy
from shop_domain.orders.access import OrderViewer, require_access
from shop_domain.orders.errors import OrderNotFound
from shop_domain.orders.model import Order
from shop_domain.orders.ports import OrderTokens
from shop_domain.payments.errors import PaymentDeclined, PaymentNotApproved, PaymentNotFound
from shop_domain.payments.gateway import Ambiguous, AttemptRef, GatewayError, Redirect, Rejected
from shop_domain.payments.lifecycle import OPEN_STATES, cancelled, expired, is_expired
from shop_domain.payments.model import Method, Payment, PaymentId, PaymentState
from shop_domain.payments.observation import Observation, ObservationSource, PaymentOutcome
from shop_domain.payments.polling_schedule import without_answer
from shop_domain.payments.ports import PaymentProvider
from shop_domain.payments.provider_log import log_error
from shop_domain.payments.unknown_at_provider import expire_if_unknown

CLAIM_SECONDS: Final = 25
"""Longer than any completion with its retries: whoever claimed it has crashed by then."""
COMPLETABLE_OUTCOMES: Final = {
    PaymentState.AWAITING_PAYER: frozenset({PaymentOutcome.READY}),
    PaymentState.COMPLETING: frozenset({PaymentOutcome.READY, PaymentOutcome.WAITING, PaymentOutcome.PAYER_ACTION}),
}
"""When to complete after looking; a completion whose answer was lost is repeated with its key, and answers again."""


class PaymentCompletionService:
    """Completes, checks and ends attempts to pay, for the payer's return, for webhooks and for the worker."""

    def __init__(
        self,
        *,
        begin: Begin[CheckoutTx],
        read: Begin[CheckoutTx],
        clock: Clock,
        providers: Mapping[Method, PaymentProvider],
        tokens: OrderTokens,
    ) -> None:
        self._begin = begin
        self._read = read
        self._clock = clock
        self._providers = providers
        self._tokens = tokens

    def status(self, payment_id: PaymentId, viewer: OrderViewer) -> PaymentWithOrder:
        """Show an attempt to whoever may see its order; raise PaymentNotFound to all others."""
        found = self._found(payment_id)
        try:
            require_access(found.order, viewer, self._tokens(found.order.id))
        except OrderNotFound as hidden:
            raise PaymentNotFound from hidden
        return found

    def complete_on_return(self, method: Method, provider_id: str) -> PaymentWithOrder:
        """Complete the attempt whose payer came back, exactly once however often this is called.

        The answer may be that it is not known yet, as while another caller completes it. Raises PaymentNotFound,
        PaymentNotApproved, PaymentDeclined (with an approval_url where another funding may be tried, until the payer
        has approved that) and PaymentClosed.
        """
        claimed = self._claim_returned(method, provider_id)
        completed = self._complete(claimed) if claimed else self._end_if_overdue(self.find(method, provider_id))
        _require_paid(completed)
        return completed

    def find(self, method: Method, provider_id: str) -> PaymentWithOrder:
        """Show an attempt and change nothing; raise PaymentNotFound."""
        with self._read() as tx:
            return _require_found(tx.payment_reader.by_provider_id(method, provider_id))

    def complete(self, payment_id: PaymentId) -> PaymentWithOrder:
        """Take an approved attempt's money, unless another one is doing so, and tell where it stands."""
        claimed = self._claim(payment_id)
        return self._complete(claimed) if claimed else self._end_if_overdue(self._found(payment_id))

    def check_with_provider(self, payment_id: PaymentId, capture_id: str | None = None) -> PaymentWithOrder:
        """Look an attempt up at its provider, and act on the answer; complete it where the payer has approved.

        `capture_id` is one that a webhook named, which the attempt may not have yet. Raises GatewayError
        where the provider gives no result.
        """
        payment = self._found(payment_id).payment
        provider = self._providers[payment.method]
        observation = provider.lookup(replace(_ref(payment), capture_id=capture_id))
        seen = expire_if_unknown(observation, payment, provider.capabilities().attempt_life, self._clock())
        if seen.outcome in COMPLETABLE_OUTCOMES.get(payment.state, ()):
            return self.complete(payment_id)
        return self.apply_observation(payment_id, seen)

    def cancel_on_return(self, method: Method, provider_id: str) -> PaymentWithOrder:
        """Cancel the attempt whose payer came back without paying; one that is paid or being paid stays as it is.

        Raises PaymentNotFound.
        """
        return self._end_unpaid(self.find(method, provider_id).payment.id, cancelled)

    def _complete(self, claimed: Payment) -> PaymentWithOrder:
        seen = self._completion_of(claimed)
        if isinstance(seen, GatewayError):
            return self._unanswered(claimed.id, seen)
        return self.apply_observation(claimed.id, seen)

    def apply_observation(self, payment_id: PaymentId, seen: Observation) -> PaymentWithOrder:
        """Apply what a provider reported; where it can't be about this attempt, its outcome stays unknown."""
        try:
            return self._applied(payment_id, seen)
        except Ambiguous as error:
            return self._unanswered(payment_id, error)

    def expire(self, payment_id: PaymentId) -> PaymentWithOrder:
        """Expire an attempt that was not paid in time; one that is being paid stays as it is."""
        return self._end_unpaid(payment_id, expired)

    @retry_on_storage_busy
    def _end_unpaid(self, payment_id: PaymentId, end: Callable[[Payment, datetime], Payment]) -> PaymentWithOrder:
        now = self._clock()
        with self._begin() as tx:
            before, order = tx.payments.lock_with_order(payment_id)
            after = end(before, now)
            return PaymentWithOrder(order=apply_payment_change(tx, order, before, after, now), payment=after)

    @retry_on_storage_busy
    def _applied(self, payment_id: PaymentId, seen: Observation) -> PaymentWithOrder:
        with self._begin() as tx:
            payment, order = record_observation(tx, payment_id, seen, self._clock())
            return PaymentWithOrder(order=order, payment=payment)

    @retry_on_storage_busy
    def _claim(self, payment_id: PaymentId) -> Payment | None:
        now = self._clock()
        with self._begin() as tx:
            return tx.completion_claims.claim(payment_id, now, now + timedelta(seconds=CLAIM_SECONDS))

    @retry_on_storage_busy
    def _claim_returned(self, method: Method, provider_id: str) -> Payment | None:
        now = self._clock()
        with self._begin() as tx:
            busy_until = now + timedelta(seconds=CLAIM_SECONDS)
            return tx.completion_claims.claim_by_provider_id(method, provider_id, now, busy_until)

    def _completion_of(self, payment: Payment) -> Observation | GatewayError:
        """Ask the provider to complete; after an error it is not known whether it did."""
        try:
            return self._providers[payment.method].complete(_ref(payment), payment.completion_key)
        except Rejected as refusal:
            return Observation(
                outcome=PaymentOutcome.DECLINED,
                source=ObservationSource.COMPLETE,
                raw_status=refusal.code,
                reason=refusal.code,
                evidence=refusal.evidence,
            )
        except GatewayError as error:
            return error

    @retry_on_storage_busy
    def _unanswered(self, payment_id: PaymentId, error: GatewayError) -> PaymentWithOrder:
        """Keep an attempt whose outcome is unknown, to be looked up very soon."""
        now = self._clock()
        with self._begin() as tx:
            payment, order = tx.payments.lock_with_order(payment_id)
            tx.payments.log(log_error(payment, error, ObservationSource.COMPLETE, now))
            if payment.state is PaymentState.COMPLETING:
                payment = tx.payments.save(replace(without_answer(payment, now), busy_until=None))
            return PaymentWithOrder(order=order, payment=payment)

    def _end_if_overdue(self, found: PaymentWithOrder) -> PaymentWithOrder:
        is_overdue = is_expired(found.payment, self._clock())
        return self._end_unpaid(found.payment.id, expired) if is_overdue else found

    def _found(self, payment_id: PaymentId) -> PaymentWithOrder:
        with self._read() as tx:
            return _require_found(tx.payment_reader.by_id(payment_id))


def _require_found(found: tuple[Payment, Order] | None) -> PaymentWithOrder:
    if found is None:
        raise PaymentNotFound
    payment, order = found
    return PaymentWithOrder(order=order, payment=payment)


def _ref(payment: Payment) -> AttemptRef:
    return AttemptRef(reference=payment.reference, provider_id=payment.provider_id)


def _require_paid(completed: PaymentWithOrder) -> None:
    payment = completed.payment
    if payment.awaits_new_funding and isinstance(payment.action, Redirect):
        raise PaymentDeclined(approval_url=payment.action.url)
    if payment.state is PaymentState.DECLINED:
        raise PaymentDeclined
    if payment.state is PaymentState.AWAITING_PAYER:
        raise PaymentNotApproved
    if payment.state not in OPEN_STATES | {PaymentState.PAID, PaymentState.REVIEW}:
        raise PaymentClosed
