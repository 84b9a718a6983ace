"""What is wrong with a product draft?"""

from collections import Counter
from collections.abc import Iterator
from itertools import chain
from typing import Final, TypeAlias
from urllib.parse import urlsplit

from shop_domain.catalog.drafts import ProductDraft, VariantDraft
from shop_domain.catalog.slugs import SLUG_PATTERN, slug_of
from shop_domain.catalog.variants import MAX_SKU_LENGTH, skus_for

FieldMessage: TypeAlias = tuple[str, str]
"""The field, and what is wrong with it."""

MAX_NAME_LENGTH: Final = 255
MAX_FACET_VALUE_LENGTH: Final = 80
MAX_CATEGORY_LENGTH: Final = 120
MAX_SHORT_DESCRIPTION_LENGTH: Final = 500
MAX_DESCRIPTION_LENGTH: Final = 200_000
MAX_URL_LENGTH: Final = 1_000
MAX_VARIANTS: Final = 500
MAX_IMAGES: Final = 250
MAX_TAGS: Final = 250
MAX_WEIGHT_GRAMS: Final = 10_000_000


def draft_errors(draft: ProductDraft) -> dict[str, list[str]]:
    """Name everything about a draft that the shop can't keep."""
    found = dict[str, list[str]]()
    for field, message in chain(_own(draft), _facet_values(draft), _variants(draft), _images(draft)):
        found.setdefault(field, []).append(message)
    return found


def _own(draft: ProductDraft) -> Iterator[FieldMessage]:
    if not SLUG_PATTERN.fullmatch(draft.slug):
        yield "slug", "A slug is 1 to 160 letters, digits, hyphens and underscores."
    if not draft.name.strip():
        yield "name", "A product needs a name."
    yield from _too_long("name", draft.name, MAX_NAME_LENGTH)
    yield from _too_long("description", draft.description, MAX_DESCRIPTION_LENGTH)
    yield from _too_long("short_description", draft.short_description or "", MAX_SHORT_DESCRIPTION_LENGTH)


def _facet_values(draft: ProductDraft) -> Iterator[FieldMessage]:
    if len(draft.tags) > MAX_TAGS:
        yield "tags", f"At most {MAX_TAGS} tags."
    for tag in draft.tags:
        yield from _too_long("tags", tag, MAX_FACET_VALUE_LENGTH)
    for name in chain.from_iterable(draft.categories):
        yield from _too_long("categories", name, MAX_CATEGORY_LENGTH)
        if not slug_of(name):
            yield "categories", "A category's name needs a letter or a digit."


def _variants(draft: ProductDraft) -> Iterator[FieldMessage]:
    if not 1 <= len(draft.variants) <= MAX_VARIANTS:
        yield "variants", f"A product has 1 to {MAX_VARIANTS} variants."
    if len({variant.price.currency for variant in draft.variants}) > 1:
        yield "variants", "All prices of a product are in one currency."
    for sku, times in Counter(skus_for(draft.slug, draft.variants)).items():
        if times > 1:
            yield "sku", f"Two variants are alike, or have the SKU “{sku}”."
    for variant in draft.variants:
        yield from _variant(variant)


def _variant(variant: VariantDraft) -> Iterator[FieldMessage]:
    yield from _too_long("sku", variant.sku or "", MAX_SKU_LENGTH)
    yield from _too_long("barcode", variant.barcode or "", MAX_FACET_VALUE_LENGTH)
    for text in chain.from_iterable(variant.options.items()):
        yield from _too_long("options", text, MAX_FACET_VALUE_LENGTH)
    if variant.price.minor < 0 or (variant.compare_at and variant.compare_at.minor < 0):
        yield "price", "A price is not negative."
    if not 0 <= variant.weight_grams <= MAX_WEIGHT_GRAMS:
        yield "weight_grams", f"A weight is 0 to {MAX_WEIGHT_GRAMS} grams."


def _images(draft: ProductDraft) -> Iterator[FieldMessage]:
    if len(draft.images) > MAX_IMAGES:
        yield "images", f"At most {MAX_IMAGES} pictures."
    for image in draft.images:
        yield from _too_long("images", image.url, MAX_URL_LENGTH)
        yield from _too_long("images", image.alt, MAX_NAME_LENGTH)
        if not _is_address(image.url):
            yield "images", f"“{image.url[:100]}” is no address of a picture."


def _is_address(url: str) -> bool:
    """Take pictures on the web and those that the shop itself serves."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    if any(char.isspace() or not char.isprintable() for char in url):
        return False
    return (parts.scheme in {"http", "https"} and bool(parts.hostname)) or url.startswith("/media/")


def _too_long(field: str, text: str, most: int) -> Iterator[FieldMessage]:
    if len(text) > most:
        yield field, f"At most {most} characters."
    if "\0" in text or any("\ud800" <= char <= "\udfff" for char in text):
        yield field, "This text holds characters that can't be kept."
