"""Categories, colours, sizes, tags and the counts beside a list, over HTTP."""

from uuid import UUID

import msgspec
from msgspec import UNSET, UnsetType

from shop_domain.catalog.category_tree import CategoryNode
from shop_domain.catalog.storefront_views import Facets, FacetValueCount, PriceBand
from shop_http.schemas.catalog import ProductSummaryOut


class CategoryOut(msgspec.Struct, frozen=True, kw_only=True):
    """A category with those inside it."""

    id: UUID
    slug: str
    name: str
    description: str
    parent_id: UUID | None
    depth: int
    product_count: int
    children: "tuple[CategoryOut, ...]"

    @classmethod
    def of(cls, node: CategoryNode) -> "CategoryOut":
        """Write a category and all below it."""
        return cls(
            id=node.category.id,
            slug=node.category.slug,
            name=node.category.name,
            description=node.category.description,
            parent_id=node.category.parent_id,
            depth=node.depth,
            product_count=node.product_count,
            children=tuple(map(CategoryOut.of, node.children)),
        )


class TermOut(msgspec.Struct, frozen=True, kw_only=True):
    """A size or tag."""

    id: UUID
    slug: str
    name: str
    product_count: int

    @classmethod
    def of(cls, label: FacetValueCount) -> "TermOut":
        return cls(id=label.id, slug=label.slug, name=label.name, product_count=label.count)


class ColorOut(msgspec.Struct, frozen=True, kw_only=True):
    """A colour; `hex` where the shop knows it."""

    id: UUID
    slug: str
    name: str
    hex: str | None
    product_count: int

    @classmethod
    def of(cls, label: FacetValueCount) -> "ColorOut":
        return cls(id=label.id, slug=label.slug, name=label.name, hex=label.hex, product_count=label.count)


class CollectionOut(msgspec.Struct, frozen=True, kw_only=True):
    """Products that somebody chose to show together."""

    id: UUID
    slug: str
    name: str


class FacetOut(msgspec.Struct, frozen=True, kw_only=True):
    """A label with the number of listed products that carry it."""

    slug: str
    name: str
    count: int

    @classmethod
    def of(cls, label: FacetValueCount) -> "FacetOut":
        return cls(slug=label.slug, name=label.name, count=label.count)


class PriceBandOut(msgspec.Struct, frozen=True, kw_only=True):
    """Listed products that cost at least `min` and less than `max`; the last band has no end."""

    min: str
    max: str | None
    count: int

    @classmethod
    def of(cls, band: PriceBand) -> "PriceBandOut":
        return cls(min=str(band.least), max=None if band.below is None else str(band.below), count=band.count)


class FacetsOut(msgspec.Struct, frozen=True, kw_only=True):
    """What the list can be narrowed by."""

    categories: tuple[FacetOut, ...]
    colors: tuple[FacetOut, ...]
    sizes: tuple[FacetOut, ...]
    tags: tuple[FacetOut, ...]
    prices: tuple[PriceBandOut, ...]

    @classmethod
    def of(cls, facets: Facets) -> "FacetsOut":
        return cls(
            categories=tuple(map(FacetOut.of, facets.categories)),
            colors=tuple(map(FacetOut.of, facets.colors)),
            sizes=tuple(map(FacetOut.of, facets.sizes)),
            tags=tuple(map(FacetOut.of, facets.tags)),
            prices=tuple(map(PriceBandOut.of, facets.prices)),
        )


class ProductResults(msgspec.Struct, frozen=True, kw_only=True):
    """One page of products; `facets` where they were asked for."""

    count: int | None
    next: str | None
    previous: str | None
    results: tuple[ProductSummaryOut, ...]
    facets: FacetsOut | UnsetType = UNSET
