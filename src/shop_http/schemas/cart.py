"""Carts over HTTP."""

from collections.abc import Mapping
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import UNSET, Meta, UnsetType

from shop_domain.cart.cart_details import CartDetails
from shop_domain.cart.model import CartLine, CartStatus, Offer, PricedCart, ProductSnapshot
from shop_domain.cart.sellable_quantity import sellable_quantity
from shop_domain.catalog.model import VariantId
from shop_domain.pricing.coupon_terms import value_text
from shop_domain.pricing.errors import CouponRefused
from shop_domain.pricing.model import Adjustment, AdjustmentType, CouponKind, CouponOutcome, LineTotals
from shop_http.schemas.address import AddressIn, PostalAddressOut
from shop_http.schemas.request_types import (
    AwareDatetime,
    BodySchema,
    CountryCode,
    CurrencyCode,
    Email,
    NoteText,
    Quantity,
    QuerySchema,
)

CouponRefusalCode = Annotated[
    str,
    Meta(extra_json_schema={"enum": sorted({kind.code for kind in (CouponRefused, *CouponRefused.__subclasses__())})}),
]


class AddItem(BodySchema, frozen=True, kw_only=True):
    """Put so many of a variant in the cart."""

    variant_id: VariantId
    quantity: Quantity


class ChangeItem(BodySchema, frozen=True, kw_only=True):
    """Set how many a line holds."""

    quantity: Annotated[int, Meta(ge=0, le=999, description="0 takes the line out.")]


class ApplyCoupon(BodySchema, frozen=True, kw_only=True):
    """Put a coupon on the cart."""

    code: Annotated[str, Meta(min_length=1, max_length=64, description="In upper or lower case.", examples=["TEN"])]


class ChangeCart(BodySchema, frozen=True, kw_only=True):
    """What to note for the order to come; what is left out stays, and null takes it away."""

    shipping_method_id: UUID | UnsetType | None = UNSET
    shipping_address: AddressIn | UnsetType | None = UNSET
    billing_address: AddressIn | UnsetType | None = UNSET
    email: Email | UnsetType | None = UNSET
    note: NoteText | UnsetType | None = UNSET
    currency: CurrencyCode | UnsetType = UNSET

    def details(self) -> CartDetails:
        method = self.shipping_method_id
        return CartDetails(
            shipping_method_id=str(method) if isinstance(method, UUID) else method,
            shipping_address=_fields(self.shipping_address),
            billing_address=_fields(self.billing_address),
            email=self.email,
            note=self.note,
            currency=self.currency,
        )


class Destination(QuerySchema, frozen=True, kw_only=True):
    """Where goods would go."""

    country: CountryCode | None = None
    postal_code: Annotated[str, Meta(max_length=20)] | None = None


class SnapshotOut(msgspec.Struct, frozen=True, kw_only=True):
    """What a thing looked like when it was put in the cart."""

    sku: str
    name: str
    color: str | None
    size: str | None
    image: str | None
    unit_price: str

    @classmethod
    def of(cls, snapshot: ProductSnapshot) -> "SnapshotOut":
        return cls(
            sku=snapshot.sku,
            name=snapshot.name,
            color=snapshot.color,
            size=snapshot.size,
            image=snapshot.image,
            unit_price=str(snapshot.unit_price),
        )


class CartItemOut(msgspec.Struct, frozen=True, kw_only=True):
    """One line, at the present price."""

    id: UUID
    product_id: UUID
    variant_id: UUID
    sku: str
    name: str
    color: str | None
    size: str | None
    image: str | None
    quantity: int
    unit_price: str
    line_total: str
    discount_total: str
    available: int | None
    """Units that can be had; null where that is not limited, 0 where the thing is not for sale."""
    price_changed: bool
    """Whether the price is another one than when the thing was put in."""
    snapshot: SnapshotOut

    @classmethod
    def of(cls, line: CartLine, offer: Offer | None, totals: LineTotals) -> "CartItemOut":
        """Write a line with what the catalogue says of it now; of what is gone, with what it said last."""
        unit_price = str(totals.unit_price)
        price_changed = totals.unit_price != line.snapshot.unit_price
        shown: Offer | ProductSnapshot = line.snapshot if offer is None else offer
        return cls(
            id=line.id,
            product_id=shown.product_id,
            variant_id=line.variant_id,
            sku=shown.sku,
            name=shown.name,
            color=shown.color,
            size=shown.size,
            image=shown.image,
            quantity=line.quantity,
            unit_price=unit_price,
            line_total=str(totals.line_total),
            discount_total=str(totals.discount_total),
            available=sellable_quantity(offer, totals.unit_price.currency),
            price_changed=price_changed,
            snapshot=SnapshotOut.of(line.snapshot),
        )


class CartCouponOut(msgspec.Struct, frozen=True, kw_only=True):
    """A coupon on the cart, and what it does."""

    code: str
    kind: CouponKind
    value: str
    applies: bool
    discount: str
    """What it takes off, not negative."""
    reason: CouponRefusalCode | None
    """Why it takes nothing off, as a code."""
    message: str | None

    @classmethod
    def of(cls, outcome: CouponOutcome) -> "CartCouponOut":
        return cls(
            code=outcome.coupon.code,
            kind=outcome.coupon.kind,
            value=value_text(outcome.coupon),
            applies=outcome.applies,
            discount=str(outcome.amount),
            reason=outcome.refusal_code,
            message=outcome.refusal_message,
        )


class CartAdjustmentOut(msgspec.Struct, frozen=True, kw_only=True):
    """One reason why the total differs from the subtotal; a discount's amount is negative."""

    type: AdjustmentType
    label: str
    amount: str
    code: str | None
    included: bool

    @classmethod
    def of(cls, adjustment: Adjustment) -> "CartAdjustmentOut":
        return cls(
            type=adjustment.type,
            label=adjustment.label,
            amount=str(adjustment.amount),
            code=adjustment.code,
            included=adjustment.included,
        )


class CartOut(msgspec.Struct, frozen=True, kw_only=True):
    """The whole cart. `grand_total = subtotal - discount_total + shipping_total + tax_total`."""

    id: UUID
    status: CartStatus
    currency: str
    items: tuple[CartItemOut, ...]
    coupons: tuple[CartCouponOut, ...]
    adjustments: tuple[CartAdjustmentOut, ...]
    item_count: int
    """Units in all lines together."""
    subtotal: str
    discount_total: str
    shipping_total: str
    tax_total: str
    grand_total: str
    warnings: tuple[str, ...]
    shipping_method_id: UUID | None
    shipping_address: PostalAddressOut | None
    billing_address: PostalAddressOut | None
    email: str | None
    note: str | None
    session_key: str | UnsetType = UNSET
    """For a new guest: send it as X-Session-Key from now on."""
    updated_at: AwareDatetime

    @classmethod
    def of(cls, priced: PricedCart, new_key: str | None = None) -> "CartOut":
        cart, totals = priced.cart, priced.totals
        return cls(
            id=cart.id,
            status=cart.status,
            currency=cart.currency,
            items=tuple(
                CartItemOut.of(line, priced.offers.get(line.variant_id), figures)
                for line, figures in zip(cart.lines, totals.lines, strict=True)
            ),
            coupons=tuple(map(CartCouponOut.of, totals.coupons)),
            adjustments=tuple(map(CartAdjustmentOut.of, totals.adjustments)),
            item_count=sum(line.quantity for line in cart.lines),
            subtotal=str(totals.subtotal),
            discount_total=str(totals.discount_total),
            shipping_total=str(totals.shipping_total),
            tax_total=str(totals.tax_total),
            grand_total=str(totals.grand_total),
            warnings=priced.warnings,
            shipping_method_id=None,
            shipping_address=cart.shipping_address,
            billing_address=cart.billing_address,
            email=cart.email,
            note=cart.note,
            session_key=UNSET if new_key is None else new_key,
            updated_at=cart.updated_at,
        )


class ShippingMethodOut(msgspec.Struct, frozen=True, kw_only=True):
    """A way in which the goods could come."""

    id: UUID
    name: str
    price: str
    currency: str


def _fields(address: AddressIn | UnsetType | None) -> Mapping[str, str] | UnsetType | None:
    return address.fields() if isinstance(address, AddressIn) else address
