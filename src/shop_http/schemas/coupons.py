"""Coupons over HTTP, as staff keep them."""

from typing import Annotated, Any
from uuid import UUID

import msgspec
from msgspec import UNSET, Meta, UnsetType

from shop_domain.catalog.model import CategoryId, ProductId
from shop_domain.pricing.coupon_terms import CouponInput, value_text
from shop_domain.pricing.model import Coupon, CouponFilter, CouponKind
from shop_http.schemas.paging import PageQuery
from shop_http.schemas.request_types import AwareDatetime, BodySchema

Code = Annotated[str, Meta(min_length=1, max_length=64, examples=["SUMMER-10"])]
WholePercentage = Annotated[int, Meta(ge=-1_000_000_000, le=1_000_000_000, description="For a percentage alone.")]
Value = Annotated[str, Meta(min_length=1, max_length=24, examples=["12.5"])] | WholePercentage
AmountText = Annotated[str, Meta(min_length=1, max_length=24, examples=["20.00"])]
CurrencyText = Annotated[str, Meta(min_length=1, max_length=8, examples=["EUR"])]
Uses = Annotated[int, Meta(ge=1, le=1_000_000_000)]
Products = Annotated[tuple[ProductId, ...], Meta(max_length=1_000)]
Categories = Annotated[tuple[CategoryId, ...], Meta(max_length=1_000)]


class CreateCoupon(BodySchema, frozen=True, kw_only=True):
    """A new coupon."""

    code: Code
    kind: CouponKind
    value: Value
    currency: CurrencyText | None = None
    max_discount: AmountText | None = None
    minimum_subtotal: AmountText | None = None
    max_uses: Uses | None = None
    max_uses_per_user: Uses | None = None
    starts_at: AwareDatetime | None = None
    ends_at: AwareDatetime | None = None
    stackable: bool = True
    first_order_only: bool = False
    products: Products | None = None
    categories: Categories | None = None
    is_active: bool = True

    def form(self) -> CouponInput:
        return CouponInput(**_given(self))


class ChangeCoupon(BodySchema, frozen=True, kw_only=True):
    """New terms; what is left out stays, and null takes a limit away."""

    code: Code | UnsetType = UNSET
    kind: CouponKind | UnsetType = UNSET
    value: Value | UnsetType = UNSET
    currency: CurrencyText | UnsetType | None = UNSET
    max_discount: AmountText | UnsetType | None = UNSET
    minimum_subtotal: AmountText | UnsetType | None = UNSET
    max_uses: Uses | UnsetType | None = UNSET
    max_uses_per_user: Uses | UnsetType | None = UNSET
    starts_at: AwareDatetime | UnsetType | None = UNSET
    ends_at: AwareDatetime | UnsetType | None = UNSET
    stackable: bool | UnsetType = UNSET
    first_order_only: bool | UnsetType = UNSET
    products: Products | UnsetType | None = UNSET
    categories: Categories | UnsetType | None = UNSET
    is_active: bool | UnsetType = UNSET

    def applied_to(self, form: CouponInput) -> CouponInput:
        """Write the new terms over the present ones."""
        return msgspec.structs.replace(form, **_given(self))


class CouponQuery(PageQuery, frozen=True, kw_only=True):
    """Which coupons are wanted."""

    is_active: bool | None = None
    search: Annotated[str, Meta(max_length=64, description="Part of the code.")] = ""

    def to_filter(self) -> CouponFilter:
        return CouponFilter(is_active=self.is_active, search=self.search)


class CouponOut(msgspec.Struct, frozen=True, kw_only=True):
    """A coupon with its terms and uses."""

    id: UUID
    code: str
    kind: CouponKind
    value: str
    currency: str | None
    max_discount: str | None
    minimum_subtotal: str | None
    max_uses: int | None
    max_uses_per_user: int | None
    uses: int
    """Orders that hold it and are not cancelled."""
    starts_at: AwareDatetime | None
    ends_at: AwareDatetime | None
    stackable: bool
    first_order_only: bool
    products: tuple[UUID, ...]
    categories: tuple[UUID, ...]
    is_active: bool

    @classmethod
    def of(cls, coupon: Coupon) -> "CouponOut":
        return cls(
            id=coupon.id,
            code=coupon.code,
            kind=coupon.kind,
            value=value_text(coupon),
            currency=coupon.currency,
            max_discount=None if coupon.max_discount is None else str(coupon.max_discount),
            minimum_subtotal=None if coupon.minimum_subtotal is None else str(coupon.minimum_subtotal),
            max_uses=coupon.max_uses,
            max_uses_per_user=coupon.max_uses_per_user,
            uses=coupon.uses,
            starts_at=coupon.starts_at,
            ends_at=coupon.ends_at,
            stackable=coupon.stackable,
            first_order_only=coupon.first_order_only,
            products=coupon.products,
            categories=coupon.categories,
            is_active=coupon.is_active,
        )


def _given(body: CreateCoupon | ChangeCoupon) -> dict[str, Any]:
    """Give the fields that say something; null for a list is an empty one."""
    given = {name: getattr(body, name) for name in body.__struct_fields__}
    lists = {name: given[name] or () for name in ("products", "categories") if given[name] is None}
    return {name: value for name, value in {**given, **lists}.items() if value is not UNSET}
