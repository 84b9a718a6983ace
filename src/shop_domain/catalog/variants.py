"""What do a product's variants say about it, and which of them are still the same after a change?"""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final, TypeAlias
from uuid import UUID

import msgspec

from shop_domain.catalog.drafts import VariantDraft
from shop_domain.catalog.model import ColorId, SizeId, Variant, VariantId
from shop_domain.catalog.search import fold
from shop_domain.catalog.slugs import slug_of
from shop_domain.kernel.money import Money

IdFactory: TypeAlias = Callable[[], UUID]
COLOR_OPTIONS: Final = frozenset({"color", "colour"})
SIZE_OPTIONS: Final = frozenset({"size"})
MAX_SKU_LENGTH: Final = 80


class PriceRange(msgspec.Struct, frozen=True, kw_only=True):
    """What a product costs, as lists show it."""

    price: Money
    """The lowest price of the variants on offer."""
    max_price: Money
    compare_at: Money | None
    """What the cheapest variant cost before, where that was more."""
    on_sale: bool
    """True where any variant costs less than before."""


class OptionIds(msgspec.Struct, frozen=True, kw_only=True):
    """The shop's colours and sizes by slug, for the options of one product."""

    colors: Mapping[str, ColorId]
    sizes: Mapping[str, SizeId]


def price_range(variants: Iterable[Variant]) -> PriceRange:
    """Read off what a product costs; raise ValueError for one without variants."""
    every = tuple(variants)
    offered = tuple(variant for variant in every if variant.is_active) or every
    cheapest = min(offered, key=lambda v: (v.price.minor, -_before(v).minor))
    return PriceRange(
        price=cheapest.price,
        max_price=max(variant.price for variant in offered),
        compare_at=cheapest.compare_at if is_on_sale(cheapest) else None,
        on_sale=any(map(is_on_sale, offered)),
    )


def is_on_sale(variant: Variant) -> bool:
    """Tell whether the variant costs less than before."""
    return variant.compare_at is not None and variant.compare_at > variant.price


def color_of(options: Mapping[str, str]) -> str | None:
    """Find the option that is a colour."""
    return next((value for name, value in options.items() if fold(name) in COLOR_OPTIONS), None)


def size_of(options: Mapping[str, str]) -> str | None:
    """Find the option that is a size."""
    return next((value for name, value in options.items() if fold(name) in SIZE_OPTIONS), None)


def skus_for(slug: str, drafts: Sequence[VariantDraft]) -> tuple[str, ...]:
    """Give every variant its SKU: the merchant's own, else one that follows from the product and its options alone."""
    plain = [draft.sku or _derived(slug, draft.options) for draft in drafts]
    doubled = {sku for sku, times in Counter(plain).items() if times > 1}
    named = zip(plain, drafts, strict=True)
    return tuple(_with_hash(sku, draft.options) if sku in doubled and not draft.sku else sku for sku, draft in named)


def variants_from_drafts(
    slug: str, drafts: Sequence[VariantDraft], existing: Iterable[Variant], option_ids: OptionIds, new_id: IdFactory
) -> tuple[Variant, ...]:
    """Turn drafts into variants: one that is there already keeps its id, one that is gone is no longer offered."""
    before = {variant.sku: variant for variant in existing}
    skus = skus_for(slug, drafts)
    offered = tuple(
        _variant(draft, sku, position, before.get(sku), option_ids, new_id)
        for position, (draft, sku) in enumerate(zip(drafts, skus, strict=True))
    )
    gone = sorted((v for sku, v in before.items() if sku not in skus), key=lambda v: (v.position, v.id))
    return offered + tuple(msgspec.structs.replace(variant, is_active=False) for variant in gone)


def _variant(
    draft: VariantDraft, sku: str, position: int, before: Variant | None, labelled: OptionIds, new_id: IdFactory
) -> Variant:
    color, size = color_of(draft.options), size_of(draft.options)
    return Variant(
        id=before.id if before else VariantId(new_id()),
        sku=sku,
        barcode=draft.barcode,
        color_id=labelled.colors.get(slug_of(color)) if color else None,
        size_id=labelled.sizes.get(slug_of(size)) if size else None,
        options=draft.options,
        price=draft.price,
        compare_at=draft.compare_at,
        weight_grams=draft.weight_grams,
        position=position,
    )


def _before(variant: Variant) -> Money:
    return variant.compare_at or variant.price


def _derived(slug: str, options: Mapping[str, str]) -> str:
    sku = "/".join((slug, *filter(None, map(slug_of, options.values()))))
    return sku if len(sku) <= MAX_SKU_LENGTH else _with_hash(sku, options)


def _with_hash(sku: str, options: Mapping[str, str]) -> str:
    """Tell apart what looks alike once it is shortened or folded."""
    mark = hashlib.sha256(repr((sku, sorted(options.items()))).encode()).hexdigest()[:10]
    return f"{sku[: MAX_SKU_LENGTH - len(mark) - 1]}-{mark}"
