"""Which terms may a coupon have?"""

import re
from collections.abc import Iterator
from datetime import MAXYEAR, MINYEAR, UTC, datetime
from typing import Final

import msgspec

from shop_domain.catalog.model import CategoryId, ProductId
from shop_domain.kernel.errors import FieldErrors, InvalidFields
from shop_domain.kernel.money import Money, parse_money
from shop_domain.pricing.coupon_code import MAX_CODE_LENGTH, canonical_code, is_valid_code
from shop_domain.pricing.model import Coupon, CouponId, CouponKind
from shop_domain.pricing.percentage import parse_percentage, percentage_text

SUPPORTED_KINDS: Final = frozenset({CouponKind.PERCENTAGE, CouponKind.FIXED})
_FIRST_YEAR: Final = MINYEAR  # in these two years a moment may lie outside every calendar once it is put in UTC
_LAST_YEAR: Final = MAXYEAR
_CURRENCY: Final = re.compile(r"[A-Z]{3}", re.ASCII)
FieldMessage = tuple[str, str]


class CouponInput(msgspec.Struct, frozen=True, kw_only=True):
    """What a member of staff typed. `currency` is of all amounts; where it is left out, the shop's own counts."""

    code: str
    kind: CouponKind
    value: str | int
    """A percentage such as "12.5" or 10, or an amount of money, which is never a number."""
    currency: str | None = None
    max_discount: str | None = None
    minimum_subtotal: str | None = None
    max_uses: int | None = None
    max_uses_per_user: int | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    stackable: bool = True
    first_order_only: bool = False
    products: tuple[ProductId, ...] = ()
    categories: tuple[CategoryId, ...] = ()
    is_active: bool = True


def coupon_input(coupon: Coupon) -> CouponInput:
    """Write a coupon's present terms down as they would be typed."""
    return CouponInput(
        code=coupon.code,
        kind=coupon.kind,
        value=value_text(coupon),
        currency=coupon.currency,
        max_discount=None if coupon.max_discount is None else str(coupon.max_discount),
        minimum_subtotal=None if coupon.minimum_subtotal is None else str(coupon.minimum_subtotal),
        max_uses=coupon.max_uses,
        max_uses_per_user=coupon.max_uses_per_user,
        starts_at=coupon.starts_at,
        ends_at=coupon.ends_at,
        stackable=coupon.stackable,
        first_order_only=coupon.first_order_only,
        products=coupon.products,
        categories=coupon.categories,
        is_active=coupon.is_active,
    )


def value_text(coupon: Coupon) -> str:
    """Write what a coupon is worth as it would be typed."""
    if coupon.kind is CouponKind.PERCENTAGE:
        return percentage_text(coupon.value)
    return str(Money(coupon.value, coupon.currency or ""))


def coupon_from_input(
    terms: CouponInput, *, coupon_id: CouponId, uses: int, version: int, shop_currency: str
) -> Coupon:
    """Make a coupon of these terms; raise InvalidFields, which names every field that can't be so."""
    if faults := FieldErrors({field: [message] for field, message in _faults(terms, uses, shop_currency)}):
        raise InvalidFields(faults)
    currency = _currency(terms, shop_currency)
    return Coupon(
        id=coupon_id,
        code=canonical_code(terms.code),
        kind=terms.kind,
        value=_value(terms, currency or shop_currency),
        currency=currency,
        max_discount=_amount(terms.max_discount, currency),
        minimum_subtotal=_amount(terms.minimum_subtotal, currency),
        max_uses=terms.max_uses,
        max_uses_per_user=terms.max_uses_per_user,
        uses=uses,
        starts_at=_in_utc(terms.starts_at),
        ends_at=_in_utc(terms.ends_at),
        stackable=terms.stackable,
        first_order_only=terms.first_order_only,
        products=tuple(sorted(set(terms.products))),
        categories=tuple(sorted(set(terms.categories))),
        is_active=terms.is_active,
        version=version,
    )


def _currency(form: CouponInput, shop_currency: str) -> str | None:
    """Name the currency of the coupon's amounts; a percentage without any is good in every currency."""
    if form.currency is not None:
        return form.currency
    has_amounts = form.kind is CouponKind.FIXED or form.max_discount is not None or form.minimum_subtotal is not None
    return shop_currency if has_amounts else None


def _value(form: CouponInput, currency: str) -> int:
    text = str(form.value)
    return parse_percentage(text) if form.kind is CouponKind.PERCENTAGE else parse_money(text, currency).minor


def _amount(text: str | None, currency: str | None) -> Money | None:
    return None if text is None or currency is None else parse_money(text, currency)


def _in_utc(moment: datetime | None) -> datetime | None:
    return None if moment is None else moment.astimezone(UTC)


def _faults(form: CouponInput, uses: int, shop_currency: str) -> Iterator[FieldMessage]:
    if not is_valid_code(canonical_code(form.code)):
        yield (
            "code",
            f"Use 1 to {MAX_CODE_LENGTH} letters, digits, dashes and underscores, with a letter or digit at each end.",
        )
    if form.kind not in SUPPORTED_KINDS:
        yield "kind", f"{form.kind.value} coupons can't be made yet. Use {' or '.join(sorted(SUPPORTED_KINDS))}."
        return
    yield from _amount_faults(form, shop_currency)
    if form.max_uses is not None and form.max_uses < max(uses, 1):
        yield "max_uses", f"Must be at least {max(uses, 1)}" + (", as often as it was used already." if uses else ".")
    if form.max_uses_per_user is not None and form.max_uses_per_user < 1:
        yield "max_uses_per_user", "Must be at least 1."
    yield from _time_faults(form)


def _time_faults(form: CouponInput) -> Iterator[FieldMessage]:
    for field, moment in (("starts_at", form.starts_at), ("ends_at", form.ends_at)):
        if moment is not None and not _FIRST_YEAR < moment.year < _LAST_YEAR:
            yield field, f"Must lie in the years {_FIRST_YEAR + 1} to {_LAST_YEAR - 1}."
    if form.starts_at is not None and form.ends_at is not None and form.ends_at <= form.starts_at:
        yield "ends_at", "Must be after starts_at."


def _amount_faults(form: CouponInput, shop_currency: str) -> Iterator[FieldMessage]:
    currency = form.currency or shop_currency
    if _CURRENCY.fullmatch(currency) is None:
        yield "currency", "Must be the three letters of a currency, such as EUR."
        return
    if form.kind is CouponKind.PERCENTAGE:
        yield from _percentage_faults(str(form.value))
    elif isinstance(form.value, int):
        yield "value", "Not a valid string."
    else:
        yield from _money_faults("value", form.value, currency, least=1)
    if form.max_discount is not None and form.kind is not CouponKind.PERCENTAGE:
        yield "max_discount", "Only a percentage can be capped."
    elif form.max_discount is not None:
        yield from _money_faults("max_discount", form.max_discount, currency, least=1)
    if form.minimum_subtotal is not None:
        yield from _money_faults("minimum_subtotal", form.minimum_subtotal, currency, least=0)


def _percentage_faults(text: str) -> Iterator[FieldMessage]:
    try:
        parse_percentage(text)
    except ValueError:
        yield "value", "Must be a percentage above 0 and up to 100, with at most two decimals."


def _money_faults(field: str, text: str, currency: str, *, least: int) -> Iterator[FieldMessage]:
    try:
        amount = parse_money(text, currency)
    except ValueError:
        yield field, f"Must be an amount of money that {currency} can express."
        return
    if amount.minor < least:
        yield field, "Must be more than zero." if least else "Must not be negative."
