"""Bugs of payments."""

from tests.torture.plants.planting import DOMAIN, HTTP, RACES, plant

_ONLY_UNPAID = """\
            if before.state not in NOBODY_CAN_PAY_WITHOUT_US:
                return SettledPayment(order=order, payment=before)
"""
_REVERSED = "    (P.PAID, O.REVERSED): P.PAID,\n"
_BACKWARDS = """\
    (P.PAID, O.PENDING_FUNDS): P.PENDING_FUNDS,
    (P.DECLINED, O.PENDING_FUNDS): P.PENDING_FUNDS,
"""
PLANTS = (
    plant(
        "a paid order that is cancelled keeps the money",
        RACES,
        "c14_a_cancel_races_the_money",
        (f"{DOMAIN}/checkout/service/cancelling.py", "payment.captured > payment.refunded", "False"),
    ),
    plant(
        "whoever hears of money confirms the order",
        RACES,
        "c36_the_return_the_webhook_and_the_worker_meet",
        (
            f"{DOMAIN}/checkout/confirmation.py",
            "    if after.state is before.state:\n        return Consequence.NOTHING\n",
            "",
        ),
        (
            f"{DOMAIN}/checkout/confirmation.py",
            "Consequence.CONFIRM if waits else Consequence.RETURN_MONEY",
            "Consequence.CONFIRM",
        ),
        (f"{DOMAIN}/checkout/service/notifying.py", "if _says_something_new(payment, seen):", "if True:"),
    ),
    plant(
        "a webhook acts as often as it comes",
        RACES,
        "p06_each_event_a_hundred_times",
        (
            f"{DOMAIN}/checkout/confirmation.py",
            "    if after.state is before.state:\n        return Consequence.NOTHING\n",
            "",
        ),
        (
            f"{DOMAIN}/checkout/service/notifying.py",
            "        if self._keep(kept):\n",
            "        if self._keep(kept) or True:\n",
        ),
        (f"{DOMAIN}/checkout/service/notifying.py", "if _says_something_new(payment, seen):", "if True:"),
    ),
    plant(
        "the newest webhook is believed",
        RACES,
        "p08_events_in_their_own_order_and_the_other_way_round",
        (
            f"{DOMAIN}/checkout/service/notifying.py",
            "                self._settlement.look_up(payment.id, seen.capture_id)\n",
            "                self._settlement.observe(payment.id, seen)\n",
        ),
        (f"{DOMAIN}/checkout/service/notifying.py", "if _says_something_new(payment, seen):", "if True:"),
        (
            f"{DOMAIN}/payments/lifecycle.py",
            _REVERSED,
            _REVERSED + _BACKWARDS,
        ),
    ),
    plant(
        "any token opens any order",
        RACES,
        "p10_one_buyers_token_on_anothers_order",
        (
            f"{DOMAIN}/orders/access.py",
            "by_token = visitor.token is not None and compare_digest(visitor.token.encode(), right_token.encode())",
            "by_token = visitor.token is not None and len(visitor.token) == len(right_token)",
        ),
    ),
    plant(
        "a look at the return link is a return",
        RACES,
        "p11_returns_guessed_repeated_and_after_the_fact",
        (
            f"{HTTP}/routes/payments.py",
            "settlement.returned if in_earnest(glance) else settlement.known",
            "settlement.returned",
        ),
    ),
    plant(
        "turning back cancels what is paid",
        RACES,
        "p11_returns_guessed_repeated_and_after_the_fact",
        (
            f"{DOMAIN}/checkout/service/settling.py",
            _ONLY_UNPAID,
            "",
        ),
    ),
    plant(
        "each try of a capture has a key of its own",
        RACES,
        "p12_the_answer_of_a_capture_is_lost",
        (f"{DOMAIN}/payments/model.py", "-capture-{self.completion}", "-capture-{self.completion}-{self.version}"),
    ),
    plant(
        "an order of nothing is paid at the provider",
        RACES,
        "p19_a_total_of_nothing_and_of_a_cent",
        (
            f"{DOMAIN}/checkout/first_payment.py",
            "free = order.grand_total.minor == 0",
            "free = order.grand_total.minor < 0",
        ),
    ),
)
