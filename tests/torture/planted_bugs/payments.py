"""Bugs of payments."""

from tests.torture.planted_bugs.planted_bug import DOMAIN, HTTP, RACES, planted_bug

_REVERSED = "    (P.PAID, O.REVERSED): P.PAID,\n"
_BACKWARDS = """\
    (P.PAID, O.PENDING_FUNDS): P.PENDING_FUNDS,
    (P.DECLINED, O.PENDING_FUNDS): P.PENDING_FUNDS,
"""
PLANTED_BUGS = (
    planted_bug(
        "a paid order that is cancelled keeps the money",
        RACES,
        "c14_a_cancel_races_the_money",
        (f"{DOMAIN}/checkout/service/cancel_order.py", "payment.captured > payment.refunded", "False"),
    ),
    planted_bug(
        "whoever hears of money confirms the order",
        RACES,
        "c36_the_return_the_webhook_and_the_worker_meet",
        (
            f"{DOMAIN}/checkout/order_action.py",
            "    if after.state is before.state:\n        return OrderAction.NOTHING\n",
            "",
        ),
        (
            f"{DOMAIN}/checkout/order_action.py",
            "OrderAction.CONFIRM if is_pending else OrderAction.REFUND",
            "OrderAction.CONFIRM",
        ),
        (f"{DOMAIN}/checkout/service/payment_webhooks.py", "if _is_news(payment, seen):", "if True:"),
    ),
    planted_bug(
        "a webhook acts as often as it comes",
        RACES,
        "p06_each_event_a_hundred_times",
        (
            f"{DOMAIN}/checkout/order_action.py",
            "    if after.state is before.state:\n        return OrderAction.NOTHING\n",
            "",
        ),
        (
            f"{DOMAIN}/checkout/service/payment_webhooks.py",
            "        if self._store(event):\n",
            "        if self._store(event) or True:\n",
        ),
        (f"{DOMAIN}/checkout/service/payment_webhooks.py", "if _is_news(payment, seen):", "if True:"),
    ),
    planted_bug(
        "the newest webhook is believed",
        RACES,
        "p08_events_in_their_own_order_and_the_other_way_round",
        (
            f"{DOMAIN}/checkout/service/payment_webhooks.py",
            "                self._completion.check_with_provider(payment.id, seen.capture_id)\n",
            "                self._completion.apply_observation(payment.id, seen)\n",
        ),
        (f"{DOMAIN}/checkout/service/payment_webhooks.py", "if _is_news(payment, seen):", "if True:"),
        (
            f"{DOMAIN}/payments/lifecycle.py",
            _REVERSED,
            _REVERSED + _BACKWARDS,
        ),
    ),
    planted_bug(
        "any token opens any order",
        RACES,
        "p10_one_buyers_token_on_anothers_order",
        (
            f"{DOMAIN}/orders/access.py",
            "by_token = viewer.token is not None and compare_digest(viewer.token.encode(), expected_token.encode())",
            "by_token = viewer.token is not None and len(viewer.token) == len(expected_token)",
        ),
    ),
    planted_bug(
        "a look at the return link is a return",
        RACES,
        "p11_returns_guessed_repeated_and_after_the_fact",
        (
            f"{HTTP}/routes/payments.py",
            "if prefetch.require_intentional():",
            "if prefetch.require_intentional() or True:",
        ),
    ),
    planted_bug(
        "turning back cancels what is paid",
        RACES,
        "p11_returns_guessed_repeated_and_after_the_fact",
        (
            f"{DOMAIN}/payments/lifecycle.py",
            "    return _ended(payment, M.CANCEL, now, payment.reason)\n",
            "    return replace(payment, state=P.CANCELLED, updated_at=now)\n",
        ),
    ),
    planted_bug(
        "each try of a capture has a key of its own",
        RACES,
        "p12_the_answer_of_a_capture_is_lost",
        (f"{DOMAIN}/payments/model.py", "-capture-{self.completion}", "-capture-{self.completion}-{self.version}"),
    ),
    planted_bug(
        "an order of nothing is paid at the provider",
        RACES,
        "p19_a_total_of_nothing_and_of_a_cent",
        (
            f"{DOMAIN}/checkout/initial_payment.py",
            "free = order.grand_total.minor == 0",
            "free = order.grand_total.minor < 0",
        ),
    ),
)
