"""What does a merchant hand in to create or change a product?"""

from collections.abc import Mapping
from enum import StrEnum

import msgspec

from shop_domain.catalog.model import ImageSizes, Product, Seo
from shop_domain.kernel.money import Money


class VariantDraft(msgspec.Struct, frozen=True, kw_only=True):
    """A variant as the merchant describes it."""

    sku: str | None = None
    """None lets it follow from the product and its options."""
    barcode: str | None = None
    options: Mapping[str, str]
    price: Money
    compare_at: Money | None = None
    weight_grams: int = 0


class ImageDraft(msgspec.Struct, frozen=True, kw_only=True):
    """A picture that lies somewhere; without sizes of its own, the same picture serves in every width."""

    url: str
    alt: str = ""
    sizes: ImageSizes | None = None


class ProductDraft(msgspec.Struct, frozen=True, kw_only=True):
    """A product as the merchant describes it; the slug says which one it is."""

    slug: str
    name: str
    description: str = ""
    """Any markup; only what is safe is kept."""
    short_description: str | None = None
    """None takes the beginning of the description."""
    variants: tuple[VariantDraft, ...]
    images: tuple[ImageDraft, ...] = ()
    categories: tuple[tuple[str, ...], ...] = ()
    """Paths of category names, the outermost first; what is missing is made."""
    tags: tuple[str, ...] = ()
    attributes: Mapping[str, str]
    seo: Seo = Seo()
    metadata: Mapping[str, str]
    is_active: bool = True


class UpsertOutcome(StrEnum):
    """What became of a draft."""

    CREATED = "created"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


class UpsertResult(msgspec.Struct, frozen=True, kw_only=True):
    """A product that is in the shop now, and what that took."""

    product: Product
    outcome: UpsertOutcome
