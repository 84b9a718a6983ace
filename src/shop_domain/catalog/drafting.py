"""What product does a draft make, and is it any different from the one that is there?"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

import msgspec

from shop_domain.catalog.drafts import ImageDraft, ProductDraft
from shop_domain.catalog.model import CategoryId, Image, ImageId, ImageSizes, Product, ProductId, TagId
from shop_domain.catalog.safe_html import safe_html, summary_of
from shop_domain.catalog.slugs import slug_of
from shop_domain.catalog.variants import Labelled, MakeId, color_of, settled, size_of


class LabelNames(msgspec.Struct, frozen=True, kw_only=True):
    """The labels that a draft speaks of: names by slug, in the order of slugs, so that all lock them in one order."""

    colors: Mapping[str, str]
    sizes: Mapping[str, str]
    tags: Mapping[str, str]


class Shelved(msgspec.Struct, frozen=True, kw_only=True):
    """What the shop's own labels are for a draft."""

    labelled: Labelled
    tag_ids: tuple[TagId, ...]
    category_ids: tuple[CategoryId, ...]


def label_names(draft: ProductDraft) -> LabelNames:
    """Gather the colours, sizes and tags of a draft."""
    options = [variant.options for variant in draft.variants]
    return LabelNames(
        colors=_by_slug(filter(None, map(color_of, options))),
        sizes=_by_slug(filter(None, map(size_of, options))),
        tags=_by_slug(draft.tags),
    )


def drafted(draft: ProductDraft, before: Product | None, shelved: Shelved, new_id: MakeId, now: datetime) -> Product:
    """Make the product of a draft: the one that is there, if it changes nothing about it."""
    description = safe_html(draft.description)
    product = Product(
        id=before.id if before else ProductId(new_id()),
        slug=draft.slug,
        name=draft.name.strip(),
        short_description=summary_of(description) if draft.short_description is None else draft.short_description,
        description=description,
        currency=draft.variants[0].price.currency,
        variants=settled(draft.slug, draft.variants, before.variants if before else (), shelved.labelled, new_id),
        images=_images(draft.images, before.images if before else (), new_id),
        category_ids=shelved.category_ids,
        tag_ids=shelved.tag_ids,
        attributes=draft.attributes,
        seo=draft.seo,
        metadata=draft.metadata,
        is_active=draft.is_active,
        created_at=now,
        updated_at=now,
    )
    if before is None:
        return product
    kept = msgspec.structs.replace(product, created_at=before.created_at, rating=before.rating, version=before.version)
    same = msgspec.structs.replace(kept, updated_at=before.updated_at)
    return before if same == before else kept


def _images(drafts: Sequence[ImageDraft], kept: Iterable[Image], new_id: MakeId) -> tuple[Image, ...]:
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
