"""Bugs that show when the shop dies or PayPal fails."""

from tests.torture.plants.planting import CRASHES, DOMAIN, SQL, TROUBLES, plant

PLANTS = (
    plant(
        "a repeat after a crash orders anew",
        CRASHES,
        "test_a_purchase_survives_kills_at_its_worst_moments",
        (f"{DOMAIN}/checkout/service/placing.py", "self._begun(request_id) or self._placed", "self._placed"),
    ),
    plant(
        "an attempt that a crash left starting is not given back",
        CRASHES,
        "test_a_purchase_survives_kills_at_its_worst_moments",
        (
            f"{DOMAIN}/checkout/service/reconciling.py",
            "            carry_out(tx, order, before, failed, now)\n            return True\n",
            "            tx.payments.save(failed)\n            return True\n",
        ),
    ),
    plant(
        "the money is committed before the order is confirmed",
        CRASHES,
        "test_a_purchase_survives_kills_at_its_worst_moments",
        (
            f"{DOMAIN}/checkout/service/effects.py",
            "        tx.payments.save(after)\n    match",
            "        tx.payments.save(after)\n        tx._database.commit()\n    match",
        ),
    ),
    plant(
        "a cut completion is never taken up",
        TROUBLES,
        "test_a_shop_that_dies_while_a_capture_hangs_asks_what_became_of_it",
        (f"{SQL}/payments/claims.py", "or_(_waits, _left)", "_waits"),
        (
            f"{SQL}/payments/reader.py",
            ".where(_is_open, payments.c.next_check_at",
            '.where(payments.c.state == "AWAITING_PAYER", payments.c.next_check_at',
        ),
    ),
    plant(
        "a payment that cannot begin keeps the goods",
        TROUBLES,
        "test_a_purchase_that_cannot_begin_leaves_nothing_behind",
        (
            f"{DOMAIN}/checkout/service/placing.py",
            "                carry_out(tx, order, before, failed, now)\n",
            "                tx.payments.save(failed)\n",
        ),
    ),
    plant(
        "SQLite commits each statement by itself",
        CRASHES,
        "test_a_writer_killed_in_the_midst_of_a_commit_leaves_nothing_partial",
        (f"{SQL}/engine.py", '        connection.exec_driver_sql("BEGIN IMMEDIATE")\n', "        del connection\n"),
        database="sqlite",
    ),
    plant(
        "a confirmed order is not told",
        CRASHES,
        "test_a_purchase_survives_kills_at_its_worst_moments",
        (
            f"{DOMAIN}/checkout/service/effects.py",
            "    tx.outbox.add(\n        OrderConfirmed(",
            "    _ = (\n        OrderConfirmed(",
        ),
    ),
    plant(
        "the goods of a paid order stay promised",
        CRASHES,
        "test_a_purchase_survives_kills_at_its_worst_moments",
        (f"{DOMAIN}/checkout/service/effects.py", "    tx.stock.end(order.id, ReservationEnd.CONSUMED, now)\n", ""),
    ),
)
