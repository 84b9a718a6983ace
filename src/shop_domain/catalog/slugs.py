"""What is a thing called in an address?"""

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from shop_domain.catalog.search import fold

MAX_SLUG_LENGTH: Final = 120
_SEPARATORS: Final = re.compile(r"[\W_]+")
SLUG_PATTERN: Final = re.compile(r"[\w-]{1,160}")
_UNMARKED: Final = str.maketrans({"ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE"})
"""Latin letters that Unicode does not take apart."""


def slug_of(text: str) -> str:
    """Make a name fit for an address; what has no letter or digit becomes an empty slug."""
    return _SEPARATORS.sub("-", fold(text))[:MAX_SLUG_LENGTH].strip("-")


def slug_of_handle(handle: str) -> str:
    """Take the accents off a handle's Latin letters, as Shopify does; letters of other scripts stay as they are."""
    return "".join(_plain(unicodedata.normalize("NFC", handle).translate(_UNMARKED)))


def _plain(text: str) -> Iterator[str]:
    for char in text:
        letters = unicodedata.normalize("NFKD", "ss" if char == "ß" else char)
        yield letters.encode("ascii", "ignore").decode() if letters[0].isascii() and letters[0].isalpha() else char
