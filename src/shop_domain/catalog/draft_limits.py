"""Does a draft fit on the shelf?"""

from collections import Counter
from collections.abc import Iterator
from itertools import chain
from typing import Final, TypeAlias
from urllib.parse import urlsplit

from shop_domain.catalog.drafts import ProductDraft, VariantDraft
from shop_domain.catalog.slugs import SLUG, slug_of
from shop_domain.catalog.variants import LONGEST_SKU, skus_for

Fault: TypeAlias = tuple[str, str]
"""The field, and what is wrong with it."""

LONGEST_NAME: Final = 255
LONGEST_LABEL: Final = 80
LONGEST_CATEGORY: Final = 120
LONGEST_SUMMARY: Final = 500
LONGEST_DESCRIPTION: Final = 200_000
LONGEST_URL: Final = 1_000
MOST_VARIANTS: Final = 500
MOST_IMAGES: Final = 250
MOST_TAGS: Final = 250
HEAVIEST_GRAMS: Final = 10_000_000


def faults_of(draft: ProductDraft) -> dict[str, list[str]]:
    """Name everything about a draft that the shop can't keep."""
    found = dict[str, list[str]]()
    for field, message in chain(_own(draft), _labels(draft), _variants(draft), _images(draft)):
        found.setdefault(field, []).append(message)
    return found


def _own(draft: ProductDraft) -> Iterator[Fault]:
    if not SLUG.fullmatch(draft.slug):
        yield "slug", "A slug is 1 to 160 letters, digits, hyphens and underscores."
    if not draft.name.strip():
        yield "name", "A product needs a name."
    yield from _too_long("name", draft.name, LONGEST_NAME)
    yield from _too_long("description", draft.description, LONGEST_DESCRIPTION)
    yield from _too_long("short_description", draft.short_description or "", LONGEST_SUMMARY)


def _labels(draft: ProductDraft) -> Iterator[Fault]:
    if len(draft.tags) > MOST_TAGS:
        yield "tags", f"At most {MOST_TAGS} tags."
    for tag in draft.tags:
        yield from _too_long("tags", tag, LONGEST_LABEL)
    for name in chain.from_iterable(draft.categories):
        yield from _too_long("categories", name, LONGEST_CATEGORY)
        if not slug_of(name):
            yield "categories", "A category's name needs a letter or a digit."


def _variants(draft: ProductDraft) -> Iterator[Fault]:
    if not 1 <= len(draft.variants) <= MOST_VARIANTS:
        yield "variants", f"A product has 1 to {MOST_VARIANTS} variants."
    if len({variant.price.currency for variant in draft.variants}) > 1:
        yield "variants", "All prices of a product are in one currency."
    for sku, times in Counter(skus_for(draft.slug, draft.variants)).items():
        if times > 1:
            yield "sku", f"Two variants are alike, or have the SKU “{sku}”."
    for variant in draft.variants:
        yield from _variant(variant)


def _variant(variant: VariantDraft) -> Iterator[Fault]:
    yield from _too_long("sku", variant.sku or "", LONGEST_SKU)
    yield from _too_long("barcode", variant.barcode or "", LONGEST_LABEL)
    for text in chain.from_iterable(variant.options.items()):
        yield from _too_long("options", text, LONGEST_LABEL)
    if variant.price.minor < 0 or (variant.compare_at and variant.compare_at.minor < 0):
        yield "price", "A price is not negative."
    if not 0 <= variant.weight_grams <= HEAVIEST_GRAMS:
        yield "weight_grams", f"A weight is 0 to {HEAVIEST_GRAMS} grams."


def _images(draft: ProductDraft) -> Iterator[Fault]:
    if len(draft.images) > MOST_IMAGES:
        yield "images", f"At most {MOST_IMAGES} pictures."
    for image in draft.images:
        yield from _too_long("images", image.url, LONGEST_URL)
        yield from _too_long("images", image.alt, LONGEST_NAME)
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


def _too_long(field: str, text: str, most: int) -> Iterator[Fault]:
    if len(text) > most:
        yield field, f"At most {most} characters."
    if "\0" in text or any("\ud800" <= char <= "\udfff" for char in text):
        yield field, "This text holds characters that can't be kept."
