"""What does a cell mean?"""

from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import Final

from shop_domain.kernel.money import Money, parse_money

YES: Final = frozenset({"true", "yes", "1"})
NO: Final = frozenset({"false", "no", "0"})
POLICIES: Final = {"": False, "deny": False, "continue": True}
MAX_QUANTITY: Final = 1_000_000_000


def parse_price(text: str, currency: str) -> Money:
    """Read a price; raise ValueError that says why not."""
    if not text:
        raise ValueError("a price is missing")
    amount = parse_money(text, currency)
    if amount.minor < 0:
        raise ValueError(f"“{text}” is less than nothing")
    return amount


def parse_compare_at_price(text: str, currency: str) -> Money | None:
    """Read a price to compare with; nothing and zero mean that there is none."""
    amount = parse_price(text, currency) if text else None
    return amount if amount and amount.minor else None


def parse_grams(text: str) -> int:
    """Read a weight; Shopify writes whole grams, now and then with a point."""
    return _parse_integer(text, minimum=0, maximum=10_000_000)


def parse_quantity(text: str) -> int:
    """Read how many there are; what was sold ahead of its arrival counts as none."""
    return max(0, _parse_integer(text, minimum=-MAX_QUANTITY, maximum=MAX_QUANTITY))


def parse_position(text: str) -> int:
    """Read a place in a row of pictures."""
    return _parse_integer(text, minimum=0, maximum=10_000)


def parse_backorder(text: str) -> bool:
    """Read the inventory policy."""
    return _one_of(text.lower(), POLICIES.__getitem__)


def parse_published(text: str) -> bool:
    """Read whether the product is on sale; an empty cell says yes."""
    if text.lower() in YES | {""}:
        return True
    if text.lower() in NO:
        return False
    raise ValueError(f"“{text[:40]}” is neither true nor false")


def parse_barcode(text: str) -> str | None:
    """Read a barcode; spreadsheets mark a text with an apostrophe."""
    return text.lstrip("'").strip() or None


def parse_tags(text: str) -> tuple[str, ...]:
    """Read the tags."""
    return tuple(tag for part in text.split(",") if (tag := part.strip()))


def _parse_integer(text: str, *, minimum: int, maximum: int) -> int:
    try:
        number = Decimal(text or "0")
        if not minimum <= number <= maximum:
            raise ValueError(f"“{text[:40]}” is out of range")
    except InvalidOperation as error:
        raise ValueError(f"“{text[:40]}” is not a number") from error
    if number != int(number):
        raise ValueError(f"“{text[:40]}” is not a whole number")
    return int(number)


def _one_of(text: str, find: Callable[[str], bool]) -> bool:
    try:
        return find(text)
    except KeyError as error:
        raise ValueError(f"“{text[:40]}” is not a policy; use deny or continue") from error
