"""Look after everything that waits: the worker's round, and the command that staff run."""

from collections.abc import Mapping
from typing import Final

import msgspec
from msgspec.structs import replace

from shop_domain.checkout.ports import CheckoutTx
from shop_domain.checkout.service.effects import carry_out
from shop_domain.checkout.service.notifying import PaymentNotificationService
from shop_domain.checkout.service.refunding import RefundService
from shop_domain.checkout.service.settling import SettlementService
from shop_domain.kernel.ports import Begin, Clock
from shop_domain.kernel.retry import retried
from shop_domain.payments.gateway import GatewayError
from shop_domain.payments.model import Method, PaymentId, PaymentState
from shop_domain.payments.poll_plan import PAYER_SECONDS, UNKNOWN_SECONDS, next_check
from shop_domain.payments.ports import Provider

BATCH: Final = 50


class Round(msgspec.Struct, frozen=True, kw_only=True):
    """What one round of looking after came to."""

    expired: int = 0
    asked: int = 0
    refunds: int = 0
    notifications: int = 0

    @property
    def has_more(self) -> bool:
        """Tell whether a batch was full, so that more may wait."""
        return BATCH in {self.expired, self.asked, self.refunds, self.notifications}

    @property
    def total(self) -> int:
        """Count all that was touched."""
        return self.expired + self.asked + self.refunds + self.notifications


class ReconciliationService:
    """The provider, not the webhook, is the source of truth: it is asked until nothing is open."""

    def __init__(
        self,
        *,
        begin: Begin[CheckoutTx],
        read: Begin[CheckoutTx],
        clock: Clock,
        providers: Mapping[Method, Provider],
        settlement: SettlementService,
        refunds: RefundService,
        notifications: PaymentNotificationService,
    ) -> None:
        """Look after what lies in this storage."""
        self._begin = begin
        self._read = read
        self._clock = clock
        self._providers = providers
        self._settlement = settlement
        self._refunds = refunds
        self._notifications = notifications

    def go_round(self) -> Round:
        """Expire what nobody paid, ask about what is open, send what is owed, and act on webhooks that wait."""
        now = self._clock()
        with self._read() as tx:
            expired = tx.payment_agenda.expired(now, BATCH)
            open_ones = tx.payment_agenda.to_ask_about(now, BATCH)
            waiting = tx.payment_inbox.waiting(now, BATCH)
        for payment_id in expired:
            self.expire(payment_id)
        for payment_id in open_ones:
            self.ask(payment_id)
        for notification in waiting:
            self._notifications.act_on(notification)
        with self._read() as tx:
            owed = tx.payment_agenda.refunds_due(self._clock(), BATCH)
        for refund_id in owed:
            self._refunds.pursue(refund_id)
        return Round(expired=len(expired), asked=len(open_ones), refunds=len(owed), notifications=len(waiting))

    def expire(self, payment_id: PaymentId) -> None:
        """End an attempt whose time is over; where money can come without us, its provider is asked first."""
        with self._read() as tx:
            found = tx.payment_reader.by_id(payment_id)
        if found is None:
            return
        provider = self._providers.get(found[0].method)
        if provider is not None and not provider.capabilities().needs_completion:
            self.ask(payment_id)
        self._settlement.expire(payment_id)

    def ask(self, payment_id: PaymentId) -> None:
        """Ask the provider about one open attempt; one that a crash left before it began is given back."""
        if self._left_starting(payment_id):
            return
        try:
            self._settlement.look_up(payment_id)
        except GatewayError:
            self._ask_later(payment_id)

    @retried
    def _left_starting(self, payment_id: PaymentId) -> bool:
        now = self._clock()
        with self._begin() as tx:
            before, order = tx.payments.lock_with_order(payment_id)
            if before.state is not PaymentState.STARTING or before.next_check_at > now:
                return before.state is PaymentState.STARTING
            failed = replace(before, state=PaymentState.FAILED, reason="left before it began", updated_at=now)
            carry_out(tx, order, before, failed, now)
            return True

    @retried
    def _ask_later(self, payment_id: PaymentId) -> None:
        now = self._clock()
        with self._begin() as tx:
            payment, _ = tx.payments.lock_with_order(payment_id)
            plan = PAYER_SECONDS if payment.state is PaymentState.AWAITING_PAYER else UNKNOWN_SECONDS
            later = next_check(plan, payment.checks, now)
            tx.payments.save(replace(payment, checks=payment.checks + 1, next_check_at=later, updated_at=now))
