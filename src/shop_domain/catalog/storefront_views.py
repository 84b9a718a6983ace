"""What shoppers see of the catalogue: cards in lists, whole products, and what a list can be narrowed by."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

import msgspec

from shop_domain.catalog.category_tree import CategoryNode
from shop_domain.catalog.model import Image, ProductId, Rating, Seo, VariantId
from shop_domain.kernel.money import Money


class FacetValue(msgspec.Struct, frozen=True, kw_only=True):
    """A category, colour, size or tag as it stands beside a product."""

    id: UUID
    slug: str
    name: str


class FacetValueCount(msgspec.Struct, frozen=True, kw_only=True):
    """A label with the number of products that carry it; `hex` is for colours alone."""

    id: UUID
    slug: str
    name: str
    hex: str | None = None
    count: int


class ProductSummary(msgspec.Struct, frozen=True, kw_only=True):
    """What a list shows of a product, apart from what changes with every sale and review."""

    id: ProductId
    slug: str
    name: str
    short_description: str
    price: Money
    """The lowest price of its variants."""
    max_price: Money
    compare_at: Money | None
    on_sale: bool
    categories: tuple[FacetValue, ...]
    tags: tuple[FacetValue, ...]
    image: Image | None
    options: Mapping[str, tuple[str, ...]]
    """Each option with its values, as the variants on offer have them."""
    is_active: bool
    created_at: datetime
    updated_at: datetime


class ProductListItem(msgspec.Struct, frozen=True, kw_only=True):
    """A product as a list shows it."""

    summary: ProductSummary
    in_stock: bool
    rating: Rating


class VariantDetail(msgspec.Struct, frozen=True, kw_only=True):
    """A variant as the product's page shows it."""

    id: VariantId
    sku: str
    barcode: str | None
    color: str | None
    size: str | None
    options: Mapping[str, str]
    price: Money
    compare_at: Money | None
    in_stock: bool
    available: int | None
    """Units that can be bought now; None where nobody counts them."""
    weight_grams: int


class ProductDetail(msgspec.Struct, frozen=True, kw_only=True):
    """A product as its own page shows it."""

    summary: ProductSummary
    in_stock: bool
    rating: Rating
    description: str
    images: tuple[Image, ...]
    variants: tuple[VariantDetail, ...]
    attributes: Mapping[str, str]
    seo: Seo
    metadata: Mapping[str, str]
    state: str
    """The version and a mark that changes with anything on the page, stock included; equal states mean equal pages."""


class PriceBand(msgspec.Struct, frozen=True, kw_only=True):
    """Products that cost at least the one and less than the other price."""

    least: Money
    below: Money | None
    count: int


class Facets(msgspec.Struct, frozen=True, kw_only=True):
    """How many of the listed products carry each label."""

    categories: tuple[FacetValueCount, ...]
    colors: tuple[FacetValueCount, ...]
    sizes: tuple[FacetValueCount, ...]
    tags: tuple[FacetValueCount, ...]
    prices: tuple[PriceBand, ...]


class Taxonomy(msgspec.Struct, frozen=True, kw_only=True):
    """All categories, colours, sizes and tags, at one state of the catalogue."""

    state: str
    """Changes with every change of the catalogue; equal states mean equal catalogues, stock apart."""
    categories: tuple[CategoryNode, ...]
    colors: tuple[FacetValueCount, ...]
    sizes: tuple[FacetValueCount, ...]
    tags: tuple[FacetValueCount, ...]

    def category(self, slug: str) -> CategoryNode | None:
        """Find a category with those inside it."""
        waiting = list(self.categories)
        while waiting:
            shelf = waiting.pop()
            if shelf.category.slug == slug:
                return shelf
            waiting.extend(shelf.children)
        return None
