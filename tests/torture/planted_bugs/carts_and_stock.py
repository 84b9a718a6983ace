"""Bugs of stock, carts, keys and coupons."""

from tests.torture.planted_bugs.planted_bug import DOMAIN, HTTP, RACES, SQL, planted_bug

_GUARD = '          AND {can_sell("w.quantity", "s.")}\n        RETURNING'
_ALL_AT_ONCE = "    return {row.variant_id for row in database.execute(RESERVE, values)}"
_ONE_BY_ONE = """\
    lists = {name: value for name, value in values.items() if isinstance(value, list)}
    steps = [{**values, **{name: [value[n]] for name, value in lists.items()}} for n in range(len(reservations))]
    return {row.variant_id for step in steps for row in database.execute(RESERVE, step)}"""
PLANTED_BUGS = (
    planted_bug(
        "stock is taken without looking",
        RACES,
        "c01_one_unit_and_fifty_buyers",
        (f"{SQL}/inventory/postgres.py", _GUARD, "        RETURNING"),
    ),
    planted_bug(
        "stock is taken without looking, in sizes",
        RACES,
        "c02_ten_units_and_thirty_buyers_of_one_to_four",
        (f"{SQL}/inventory/postgres.py", _GUARD, "        RETURNING"),
    ),
    planted_bug(
        "the cart is not locked when it is ordered",
        RACES,
        "c03_one_cart_ordered_twenty_times",
        (f"{SQL}/cart/carts.py", "_OF_GUEST.with_for_update()", "_OF_GUEST"),
    ),
    planted_bug(
        "a key that is taken is let through",
        RACES,
        "c04_one_order_sent_twenty_times_under_one_key",
        (f"{DOMAIN}/kernel/service.py", "            if before is None:\n", "            if before is None or True:\n"),
    ),
    planted_bug(
        "a key that is taken is let through, for an add",
        RACES,
        "c04_one_add_sent_twenty_times_under_one_key",
        (f"{DOMAIN}/kernel/service.py", "            if before is None:\n", "            if before is None or True:\n"),
    ),
    planted_bug(
        "a key's body is not compared",
        RACES,
        "c05_one_key_with_another_body_route_or_owner",
        (f"{DOMAIN}/kernel/idempotency.py", "if before.body_hash != fresh.body_hash:", "if not before.body_hash:"),
    ),
    planted_bug(
        "a key belongs to everybody",
        RACES,
        "c05_one_key_with_another_body_route_or_owner",
        (f"{HTTP}/idempotency.py", "principal=principal,", 'principal="everybody",'),
    ),
    planted_bug(
        "a coupon is counted without its limit",
        RACES,
        "c07_a_coupon_for_one_and_twenty_buyers",
        (f"{SQL}/pricing/coupon_redemptions.py", "coupons.c.uses < coupons.c.max_uses)", "coupons.c.uses >= 0)"),
    ),
    planted_bug(
        "an order is ended again by whoever comes next",
        RACES,
        "c09_cancel_and_expiry_of_one_order",
        (
            f"{DOMAIN}/checkout/service/cancel_order.py",
            "            if order.status is OrderStatus.CANCELLED:\n                return\n",
            "",
        ),
    ),
    planted_bug(
        "a cart is written over what another request wrote",
        RACES,
        "c10_twenty_adds_of_one_thing",
        (f"{SQL}/cart/carts.py", "_OF_GUEST.with_for_update()", "_OF_GUEST"),
        (f"{SQL}/cart/carts.py", ', carts.c.version == bindparam("seen"))', ")"),
    ),
    planted_bug(
        "a first add that comes second is refused",
        RACES,
        "c11_twenty_first_adds_of_a_new_guest",
        (
            f"{SQL}/cart/carts.py",
            "cart_row(cart)).first() is None:\n            raise StorageBusy",
            "cart_row(cart)).first() is None:\n            raise ConcurrentUpdate",
        ),
    ),
    planted_bug(
        "goods are locked as they lie in the cart, and a deadlock is the client's",
        RACES,
        "c18_opposite_orders_of_two_goods",
        (f"{DOMAIN}/inventory/reservation.py", "in sorted(wanted)", "in wanted"),
        (f"{SQL}/inventory/postgres.py", _ALL_AT_ONCE, _ONE_BY_ONE),
        (f"{DOMAIN}/kernel/retry.py", "MAX_TRIES: Final = 5", "TRIES: Final = 1"),
    ),
)
