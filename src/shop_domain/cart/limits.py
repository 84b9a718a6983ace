"""How much does a cart hold?"""

from typing import Final

MAX_QUANTITY: Final = 999
"""Units of one variant."""
MAX_LINES: Final = 200
MAX_COUPONS: Final = 10
MAX_NOTICES: Final = 2 * MAX_LINES + 2 * MAX_COUPONS
"""As many as one merge can make."""
