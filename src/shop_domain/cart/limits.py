"""How much does a cart hold?"""

from typing import Final

MAX_QUANTITY: Final = 999
"""Units of one variant."""
MAX_LINES: Final = 200
MAX_COUPONS: Final = 10
