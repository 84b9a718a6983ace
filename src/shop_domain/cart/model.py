"""Carts, their lines, and what the shop offers now."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import NewType, TypeAlias
from uuid import UUID

import msgspec

from shop_domain.accounts.model import UserId
from shop_domain.catalog.model import CategoryId, ProductId, VariantId
from shop_domain.kernel.money import Money
from shop_domain.pricing.model import Coupon, Totals

CartId = NewType("CartId", UUID)
LineId = NewType("LineId", UUID)
GuestKeyHash = NewType("GuestKeyHash", str)
"""SHA-256 of a guest's session key, in hex; the key itself is not stored."""

PostalAddress: TypeAlias = Mapping[str, str]
"""A postal address as the client gave it and the shop normalised it; the fields are those of an account's address."""


class CartStatus(StrEnum):
    """What became of a cart."""

    ACTIVE = "ACTIVE"
    CONVERTED = "CONVERTED"
    ABANDONED = "ABANDONED"
    MERGED = "MERGED"


class CartOwner(msgspec.Struct, frozen=True, kw_only=True):
    """Whose cart it is: exactly one of a user and a guest."""

    user_id: UserId | None = None
    guest: GuestKeyHash | None = None


class ProductSnapshot(msgspec.Struct, frozen=True, kw_only=True):
    """A product as it was when it was put in the cart."""

    product_id: ProductId
    sku: str
    name: str
    color: str | None
    size: str | None
    image: str | None
    unit_price: Money


class CartLine(msgspec.Struct, frozen=True, kw_only=True):
    """A quantity of one variant."""

    id: LineId
    variant_id: VariantId
    quantity: int
    snapshot: ProductSnapshot
    shown_price: Money
    """The unit price that the client saw last; an order at another price is refused."""


class Cart(msgspec.Struct, frozen=True, kw_only=True):
    """What one shopper means to buy. One row of the storage: lines and coupons change together with the version."""

    id: CartId
    owner: CartOwner
    status: CartStatus = CartStatus.ACTIVE
    currency: str
    lines: tuple[CartLine, ...] = ()
    coupon_codes: tuple[str, ...] = ()
    email: str | None = None
    note: str | None = None
    shipping_address: PostalAddress | None = None
    billing_address: PostalAddress | None = None
    notices: tuple[str, ...] = ()
    """What a merge left out: shown with the cart until its shopper changes it, for the last time with that change."""
    merged_into_user_id: UserId | None = None
    """On a guest's cart that was merged into a user's at login: that user. The guest's key is not valid any more."""
    version: int = 0
    created_at: datetime
    updated_at: datetime


class Offer(msgspec.Struct, frozen=True, kw_only=True):
    """What the shop offers of one variant at this moment."""

    variant_id: VariantId
    product_id: ProductId
    category_ids: frozenset[CategoryId]
    """The product's categories and all that they lie in."""
    sku: str
    name: str
    color: str | None
    size: str | None
    image: str | None
    price: Money
    weight_grams: int
    is_for_sale: bool
    """False where the product or variant was taken off sale."""
    available: int | None
    """Units that can be sold; None where the stock is not tracked or may go below zero (backorder)."""


class PricedCart(msgspec.Struct, frozen=True, kw_only=True):
    """A cart as it is shown: with the present offers and totals."""

    cart: Cart
    offers: Mapping[VariantId, Offer]
    totals: Totals
    warnings: tuple[str, ...] = ()

    @property
    def coupons(self) -> tuple[Coupon, ...]:
        """Name those that take something off: an order counts a use of each."""
        return tuple(outcome.coupon for outcome in self.totals.coupons if outcome.applies)
