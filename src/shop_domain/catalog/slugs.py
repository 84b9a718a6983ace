"""What is a thing called in an address?"""

import re
from typing import Final

from shop_domain.catalog.search import fold

LONGEST_SLUG: Final = 120
_SEPARATORS: Final = re.compile(r"[\W_]+")
SLUG: Final = re.compile(r"[\w%.~-]{1,160}")


def slug_of(text: str) -> str:
    """Make a name fit for an address; what has no letter or digit becomes an empty slug."""
    return _SEPARATORS.sub("-", fold(text))[:LONGEST_SLUG].strip("-")
