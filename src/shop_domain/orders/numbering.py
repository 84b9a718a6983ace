"""What number does an order get?"""

from datetime import datetime
from typing import Final

from shop_domain.orders.model import OrderNumber

ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no letters that are read as digits."""
RANDOM_BYTES: Final = 5
"""40 bits: eight characters, neither guessable nor in sequence."""


def order_number(placed_at: datetime, randomness: bytes) -> OrderNumber:
    """Write the year and eight random characters; raise ValueError unless given exactly five bytes."""
    if len(randomness) != RANDOM_BYTES:
        msg = f"{RANDOM_BYTES} bytes of randomness are needed"
        raise ValueError(msg)
    bits = int.from_bytes(randomness, "big")
    digits = "".join(ALPHABET[bits >> shift & 31] for shift in range(35, -1, -5))
    return OrderNumber(f"SO-{placed_at.year}-{digits}")
