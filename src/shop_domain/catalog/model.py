"""Products, their variants, and what sorts them."""

from collections.abc import Mapping
from datetime import datetime
from typing import NewType
from uuid import UUID

import msgspec

from shop_domain.kernel.money import Money

ProductId = NewType("ProductId", UUID)
VariantId = NewType("VariantId", UUID)
CategoryId = NewType("CategoryId", UUID)
ColorId = NewType("ColorId", UUID)
SizeId = NewType("SizeId", UUID)
TagId = NewType("TagId", UUID)
ImageId = NewType("ImageId", UUID)


class Category(msgspec.Struct, frozen=True, kw_only=True):
    """A category; it may stand inside another."""

    id: CategoryId
    slug: str
    name: str
    parent_id: CategoryId | None = None
    description: str = ""
    position: int = 0
    is_active: bool = True


class Color(msgspec.Struct, frozen=True, kw_only=True):
    """A colour that variants come in."""

    id: ColorId
    slug: str
    name: str
    hex: str | None = None
    position: int = 0


class Size(msgspec.Struct, frozen=True, kw_only=True):
    """A size that variants come in."""

    id: SizeId
    slug: str
    name: str
    position: int = 0


class Tag(msgspec.Struct, frozen=True, kw_only=True):
    """A word that products share."""

    id: TagId
    slug: str
    name: str


class ImageSizes(msgspec.Struct, frozen=True, kw_only=True):
    """Where the same picture lies in three widths."""

    thumbnail: str
    medium: str
    large: str


class Image(msgspec.Struct, frozen=True, kw_only=True):
    """A picture of a product."""

    id: ImageId
    url: str
    alt: str = ""
    position: int = 0
    is_primary: bool = False
    sizes: ImageSizes


class Variant(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that can be put in a cart: a product in one colour, one size, one of each option."""

    id: VariantId
    sku: str
    barcode: str | None = None
    color_id: ColorId | None = None
    size_id: SizeId | None = None
    options: Mapping[str, str]
    """Every option as the merchant named it, colour and size included."""
    price: Money
    compare_at: Money | None = None
    """What it cost before; it is on sale where this is more than the price."""
    weight_grams: int = 0
    position: int = 0
    is_active: bool = True
    """False once the merchant stopped offering it: orders still refer to it."""


class Rating(msgspec.Struct, frozen=True, kw_only=True):
    """What buyers think of a product."""

    average: int = 0
    """In hundredths of a star."""
    count: int = 0


class Seo(msgspec.Struct, frozen=True, kw_only=True):
    """What search engines are told."""

    title: str = ""
    description: str = ""


class Product(msgspec.Struct, frozen=True, kw_only=True):
    """What is sold, in one or more variants; it is kept and changed as a whole."""

    id: ProductId
    slug: str
    name: str
    short_description: str = ""
    description: str = ""
    """Markup of the few kinds that safe_html lets through."""
    currency: str
    variants: tuple[Variant, ...]
    images: tuple[Image, ...] = ()
    category_ids: tuple[CategoryId, ...] = ()
    """The categories that it was put in, sorted; those around them are implied."""
    tag_ids: tuple[TagId, ...] = ()
    attributes: Mapping[str, str]
    seo: Seo = Seo()
    metadata: Mapping[str, str]
    rating: Rating = Rating()
    is_active: bool = True
    version: int = 0
    created_at: datetime
    updated_at: datetime
