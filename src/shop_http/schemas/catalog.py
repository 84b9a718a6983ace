"""Products over HTTP: the short form of lists, the whole of a product's page."""

from collections.abc import Mapping
from uuid import UUID

import msgspec
from msgspec import UNSET, UnsetType

from shop_domain.catalog.model import Image, Rating
from shop_domain.catalog.storefront_views import (
    FacetValue,
    ProductDetail,
    ProductListItem,
    ProductSummary,
    VariantDetail,
)
from shop_domain.kernel.money import Money
from shop_http.schemas.request_types import AwareDatetime

HUNDREDTHS = 100


class ImageSizesOut(msgspec.Struct, frozen=True):
    """The same picture in three widths."""

    thumbnail: str
    medium: str
    large: str


class ImageOut(msgspec.Struct, frozen=True):
    """A picture of a product."""

    id: UUID
    url: str
    alt: str
    position: int
    is_primary: bool
    sizes: ImageSizesOut

    @classmethod
    def of(cls, image: Image) -> "ImageOut":
        sizes = ImageSizesOut(image.sizes.thumbnail, image.sizes.medium, image.sizes.large)
        return cls(image.id, image.url, image.alt, image.position, image.is_primary, sizes)


class LabelOut(msgspec.Struct, frozen=True):
    """A category or tag that a product carries."""

    id: UUID
    slug: str
    name: str

    @classmethod
    def of(cls, label: FacetValue) -> "LabelOut":
        return cls(label.id, label.slug, label.name)


class RatingOut(msgspec.Struct, frozen=True):
    """What buyers think: stars, and how many said so."""

    average: float
    count: int

    @classmethod
    def of(cls, rating: Rating) -> "RatingOut":
        return cls(rating.average / HUNDREDTHS, rating.count)


class PriceRangeOut(msgspec.Struct, frozen=True):
    """From the cheapest to the dearest variant."""

    min: str
    max: str


class ProductSummaryOut(msgspec.Struct, frozen=True):
    """A product in a list."""

    id: UUID
    slug: str
    name: str
    short_description: str
    price: str
    compare_at_price: str | None
    currency: str
    on_sale: bool
    in_stock: bool
    price_range: PriceRangeOut
    options: Mapping[str, tuple[str, ...]]
    categories: tuple[LabelOut, ...]
    tags: tuple[LabelOut, ...]
    images: tuple[ImageOut, ...]
    rating: RatingOut
    is_active: bool
    created_at: AwareDatetime
    updated_at: AwareDatetime

    @classmethod
    def of(cls, card: ProductListItem) -> "ProductSummaryOut":
        """Write a product in short, with its primary picture alone."""
        face = card.summary
        price, least = str(face.price), face.price.minor
        return cls(
            face.id,
            face.slug,
            face.name,
            face.short_description,
            price,
            _price(face.compare_at),
            face.price.currency,
            face.on_sale,
            card.in_stock,
            PriceRangeOut(price, price if face.max_price.minor == least else str(face.max_price)),
            face.options,
            tuple(map(LabelOut.of, face.categories)),
            tuple(map(LabelOut.of, face.tags)),
            () if face.image is None else (ImageOut.of(face.image),),
            RatingOut.of(card.rating),
            face.is_active,
            face.created_at,
            face.updated_at,
        )


class VariantOut(msgspec.Struct, frozen=True, kw_only=True):
    """A thing to put in a cart."""

    id: UUID
    sku: str
    barcode: str | None
    color: str | None
    size: str | None
    options: Mapping[str, str]
    price: str
    compare_at_price: str | None
    in_stock: bool
    available_quantity: int | UnsetType = UNSET
    weight_grams: int

    @classmethod
    def of(cls, variant: VariantDetail) -> "VariantOut":
        """Write a variant; how many are left is told where anybody counts them."""
        return cls(
            id=variant.id,
            sku=variant.sku,
            barcode=variant.barcode,
            color=variant.color,
            size=variant.size,
            options=variant.options,
            price=str(variant.price),
            compare_at_price=_price(variant.compare_at),
            in_stock=variant.in_stock,
            available_quantity=UNSET if variant.available is None else variant.available,
            weight_grams=variant.weight_grams,
        )


class SeoOut(msgspec.Struct, frozen=True):
    """What search engines are told."""

    title: str
    description: str


class ProductOut(msgspec.Struct, frozen=True, kw_only=True):
    """A product as its own page shows it."""

    id: UUID
    slug: str
    name: str
    short_description: str
    description: str
    price: str
    compare_at_price: str | None
    currency: str
    on_sale: bool
    in_stock: bool
    categories: tuple[LabelOut, ...]
    tags: tuple[LabelOut, ...]
    images: tuple[ImageOut, ...]
    variants: tuple[VariantOut, ...]
    attributes: Mapping[str, str]
    seo: SeoOut
    rating: RatingOut
    metadata: Mapping[str, str]
    is_active: bool
    created_at: AwareDatetime
    updated_at: AwareDatetime

    @classmethod
    def of(cls, shown: ProductDetail) -> "ProductOut":
        face: ProductSummary = shown.summary
        return cls(
            id=face.id,
            slug=face.slug,
            name=face.name,
            short_description=face.short_description,
            description=shown.description,
            price=str(face.price),
            compare_at_price=_price(face.compare_at),
            currency=face.price.currency,
            on_sale=face.on_sale,
            in_stock=shown.in_stock,
            categories=tuple(map(LabelOut.of, face.categories)),
            tags=tuple(map(LabelOut.of, face.tags)),
            images=tuple(map(ImageOut.of, shown.images)),
            variants=tuple(map(VariantOut.of, shown.variants)),
            attributes=shown.attributes,
            seo=SeoOut(shown.seo.title or face.name, shown.seo.description or face.short_description),
            rating=RatingOut.of(shown.rating),
            metadata=shown.metadata,
            is_active=face.is_active,
            created_at=face.created_at,
            updated_at=face.updated_at,
        )


def _price(amount: Money | None) -> str | None:
    return None if amount is None else str(amount)
