"""Bugs that show when the shop dies or PayPal fails."""

from tests.torture.planted_bugs.planted_bug import CRASHES, DOMAIN, SQL, TROUBLES, planted_bug

PLANTED_BUGS = (
    planted_bug(
        "a repeat after a crash orders anew",
        CRASHES,
        "test_a_purchase_survives_kills_at_its_worst_moments",
        (
            f"{DOMAIN}/checkout/service/place_order.py",
            "self._already_started(request_id) or self._placed",
            "self._placed",
        ),
    ),
    planted_bug(
        "an attempt that a crash left starting is not given back",
        CRASHES,
        "test_a_purchase_survives_kills_at_its_worst_moments",
        (
            f"{DOMAIN}/checkout/service/reconcile_payments.py",
            'apply_payment_change(tx, order, before, start_failed(before, "left before it began", now), now)',
            'tx.payments.save(start_failed(before, "left before it began", now))',
        ),
    ),
    planted_bug(
        "the money is committed before the order is confirmed",
        CRASHES,
        "test_a_purchase_survives_kills_at_its_worst_moments",
        (
            f"{DOMAIN}/checkout/service/order_transitions.py",
            "        tx.payments.save(after)\n    match",
            "        tx.payments.save(after)\n        tx.source.commit()\n    match",
        ),
    ),
    planted_bug(
        "a cut completion is never taken up",
        TROUBLES,
        "test_a_shop_that_dies_while_a_capture_hangs_asks_what_became_of_it",
        (f"{SQL}/payments/completion_claims.py", "or_(_waits, _left)", "_waits"),
        (
            f"{SQL}/payments/due_payments.py",
            ".where(_is_open, payments.c.next_check_at",
            '.where(payments.c.state == "AWAITING_PAYER", payments.c.next_check_at',
        ),
    ),
    planted_bug(
        "a payment that cannot begin keeps the goods",
        TROUBLES,
        "test_a_purchase_that_cannot_begin_leaves_nothing_behind",
        (
            f"{DOMAIN}/checkout/service/place_order.py",
            "            apply_payment_change(tx, order, before, failed, now)\n",
            "            tx.payments.save(failed)\n",
        ),
    ),
    planted_bug(
        "SQLite commits each statement by itself",
        CRASHES,
        "test_a_writer_killed_in_the_midst_of_a_commit_leaves_nothing_partial",
        (
            f"{SQL}/engine/engines.py",
            '        connection.exec_driver_sql("BEGIN IMMEDIATE")\n',
            "        del connection\n",
        ),
        database="sqlite",
    ),
    planted_bug(
        "a confirmed order is not told",
        CRASHES,
        "test_a_purchase_survives_kills_at_its_worst_moments",
        (
            f"{DOMAIN}/checkout/service/order_transitions.py",
            "    tx.outbox.add(OrderConfirmed(**order_details(order, now)))\n",
            "",
        ),
    ),
    planted_bug(
        "the goods of a paid order stay promised",
        CRASHES,
        "test_a_purchase_survives_kills_at_its_worst_moments",
        (
            f"{DOMAIN}/checkout/service/order_transitions.py",
            "    tx.stock.end_reservations(order.id, ReservationEnd.CONSUMED, now)\n",
            "",
        ),
    ),
)
