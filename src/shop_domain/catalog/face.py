"""What does a product show in a list, and by which words is it found?"""

from collections.abc import Iterable, Mapping
from uuid import UUID

from shop_domain.catalog.model import Image, Product, Variant
from shop_domain.catalog.safe_html import text_of
from shop_domain.catalog.search import SearchText, searchable
from shop_domain.catalog.shown import Face, Label
from shop_domain.catalog.variants import price_tag


def face_of(product: Product, labels: Mapping[UUID, Label]) -> Face:
    """Show a product as lists do; `labels` holds its categories and tags by id."""
    tag = price_tag(product.variants)
    return Face(
        id=product.id,
        slug=product.slug,
        name=product.name,
        short_description=product.short_description,
        price=tag.price,
        max_price=tag.max_price,
        compare_at=tag.compare_at,
        on_sale=tag.on_sale,
        categories=_labels(product.category_ids, labels),
        tags=_labels(product.tag_ids, labels),
        image=primary_image(product.images),
        options=_options(variant for variant in product.variants if variant.is_active),
        is_active=product.is_active,
        created_at=product.created_at,
        updated_at=product.updated_at,
    )


def search_text_of(product: Product, labels: Mapping[UUID, Label]) -> SearchText:
    """Gather the words of a product: its names, labels, options and SKUs first, then what is told about it."""
    options = [value for variant in product.variants for value in variant.options.values()]
    skus = [variant.sku for variant in product.variants]
    told = [product.short_description, text_of(product.description)]
    return searchable(product.name, [*(label.name for label in labels.values()), *options, *skus, *told])


def primary_image(images: Iterable[Image]) -> Image | None:
    """Choose the picture that stands for the product."""
    return min(images, key=lambda image: (not image.is_primary, image.position), default=None)


def _labels(ids: Iterable[UUID], labels: Mapping[UUID, Label]) -> tuple[Label, ...]:
    return tuple(sorted((labels[id_] for id_ in ids), key=lambda label: label.name))


def _options(variants: Iterable[Variant]) -> dict[str, tuple[str, ...]]:
    values = dict[str, dict[str, None]]()
    for variant in variants:
        for name, value in variant.options.items():
            values.setdefault(name, {})[value] = None
    return {name: tuple(found) for name, found in values.items()}
