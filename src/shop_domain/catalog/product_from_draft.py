"""What product does a draft make, and is it any different from the one that is there?"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

import msgspec

from shop_domain.catalog.drafts import ImageDraft, ProductDraft
from shop_domain.catalog.html_sanitizer import excerpt_of, sanitize_html
from shop_domain.catalog.model import CategoryId, Image, ImageId, ImageSizes, Product, ProductId, TagId
from shop_domain.catalog.slugs import slug_of
from shop_domain.catalog.variants import IdFactory, OptionIds, color_of, size_of, variants_from_drafts


class FacetValueNames(msgspec.Struct, frozen=True, kw_only=True):
    """The labels that a draft speaks of: names by slug, in the order of slugs, so that all lock them in one order."""

    colors: Mapping[str, str]
    sizes: Mapping[str, str]
    tags: Mapping[str, str]


class ResolvedTaxonomy(msgspec.Struct, frozen=True, kw_only=True):
    """What the shop's own labels are for a draft."""

    option_ids: OptionIds
    tag_ids: tuple[TagId, ...]
    category_ids: tuple[CategoryId, ...]


def facet_value_names(draft: ProductDraft) -> FacetValueNames:
    """Gather the colours, sizes and tags of a draft."""
    options = [variant.options for variant in draft.variants]
    return FacetValueNames(
        colors=_by_slug(filter(None, map(color_of, options))),
        sizes=_by_slug(filter(None, map(size_of, options))),
        tags=_by_slug(draft.tags),
    )


def product_from_draft(
    draft: ProductDraft, existing: Product | None, resolved: ResolvedTaxonomy, new_id: IdFactory, now: datetime
) -> Product:
    """Make the product of a draft: the one that is there, if it changes nothing about it."""
    description, before = sanitize_html(draft.description), existing.variants if existing else ()
    product = Product(
        id=existing.id if existing else ProductId(new_id()),
        slug=draft.slug,
        name=draft.name.strip(),
        short_description=excerpt_of(description) if draft.short_description is None else draft.short_description,
        description=description,
        currency=draft.variants[0].price.currency,
        variants=variants_from_drafts(draft.slug, draft.variants, before, resolved.option_ids, new_id),
        images=_images(draft.images, existing.images if existing else (), new_id),
        category_ids=resolved.category_ids,
        tag_ids=resolved.tag_ids,
        attributes=draft.attributes,
        seo=draft.seo,
        metadata=draft.metadata,
        is_active=draft.is_active,
        created_at=now,
        updated_at=now,
    )
    if existing is None:
        return product
    unchanging = {"created_at": existing.created_at, "rating": existing.rating, "version": existing.version}
    kept = msgspec.structs.replace(product, **unchanging)
    same = msgspec.structs.replace(kept, updated_at=existing.updated_at)
    return existing if same == existing else kept


def _images(drafts: Sequence[ImageDraft], kept: Iterable[Image], new_id: IdFactory) -> tuple[Image, ...]:
    ids = {image.url: image.id for image in kept}
    return tuple(
        Image(
            id=ids.get(draft.url) or ImageId(new_id()),
            url=draft.url,
            alt=draft.alt,
            position=position,
            is_primary=position == 0,
            sizes=draft.sizes or ImageSizes(thumbnail=draft.url, medium=draft.url, large=draft.url),
        )
        for position, draft in enumerate({draft.url: draft for draft in drafts}.values())
    )


def _by_slug(names: Iterable[str]) -> dict[str, str]:
    found = {slug_of(name): name.strip() for name in reversed(tuple(names)) if slug_of(name)}
    return dict(sorted(found.items()))
