"""When are two coupon codes the same, and what may one look like?"""

import re
from typing import Final

MAX_CODE_LENGTH: Final = 40
_SHAPE: Final = re.compile(r"[A-Z0-9](?:[A-Z0-9_-]*[A-Z0-9])?", re.ASCII)


def canonical_code(text: str) -> str:
    """Give the one spelling under which a code is kept and looked up: upper case, without outer blanks."""
    return text.strip().upper()


def is_valid_code(canonical: str) -> bool:
    """Tell whether a canonical code is made of letters, digits, dashes and underscores, and short enough to type."""
    return len(canonical) <= MAX_CODE_LENGTH and _SHAPE.fullmatch(canonical) is not None
