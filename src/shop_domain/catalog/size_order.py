"""Which size comes first?"""

import re
from typing import Final

from shop_domain.catalog.search import fold

LETTERS: Final = {
    name: rank
    for rank, names in enumerate(
        (
            ("xxs", "2xs"),
            ("xs", "extra small", "mini"),
            ("s", "small"),
            ("m", "medium", "regular", "standard"),
            ("l", "large"),
            ("xl", "extra large"),
            ("xxl", "2xl"),
            ("xxxl", "3xl"),
        )
    )
    for name in names
}
BEFORE_LETTERS: Final = -1_000_000
MAX_NUMBER: Final = 900_000
OTHERS: Final = 1_000
_NUMBER: Final = re.compile(r"\d{1,9}", re.ASCII)


def size_position(name: str) -> int:
    """Order sizes as shoppers expect: numbers by value, then letters from small to large, then the rest."""
    if (number := _NUMBER.match(name.strip())) is not None:
        return BEFORE_LETTERS + min(int(number.group()), MAX_NUMBER)
    return LETTERS.get(fold(name).strip(), OTHERS)
