"""What does a product show in a list, and by which words is it found?"""

from collections.abc import Iterable, Mapping
from uuid import UUID

from shop_domain.catalog.html_sanitizer import plain_text
from shop_domain.catalog.model import Image, Product, Variant
from shop_domain.catalog.search import SearchText, build_search_text
from shop_domain.catalog.storefront_views import FacetValue, ProductSummary
from shop_domain.catalog.variants import price_range


def product_summary(product: Product, facet_values: Mapping[UUID, FacetValue]) -> ProductSummary:
    """Show a product as lists do; `labels` holds its categories and tags by id."""
    tag = price_range(product.variants)
    return ProductSummary(
        id=product.id,
        slug=product.slug,
        name=product.name,
        short_description=product.short_description,
        price=tag.price,
        max_price=tag.max_price,
        compare_at=tag.compare_at,
        on_sale=tag.on_sale,
        categories=_facet_values(product.category_ids, facet_values),
        tags=_facet_values(product.tag_ids, facet_values),
        image=primary_image(product.images),
        options=_options(variant for variant in product.variants if variant.is_active),
        is_active=product.is_active,
        created_at=product.created_at,
        updated_at=product.updated_at,
    )


def search_text_of(product: Product, facet_values: Mapping[UUID, FacetValue]) -> SearchText:
    """Gather the words of a product: its names, labels, options and SKUs first, then what is told about it."""
    options = [value for variant in product.variants for value in variant.options.values()]
    skus = [variant.sku for variant in product.variants]
    told = [product.short_description, plain_text(product.description)]
    return build_search_text(product.name, [*(label.name for label in facet_values.values()), *options, *skus, *told])


def primary_image(images: Iterable[Image]) -> Image | None:
    """Choose the picture that stands for the product."""
    return min(images, key=lambda image: (not image.is_primary, image.position), default=None)


def _facet_values(ids: Iterable[UUID], labels: Mapping[UUID, FacetValue]) -> tuple[FacetValue, ...]:
    return tuple(sorted((labels[id_] for id_ in ids), key=lambda label: label.name))


def _options(variants: Iterable[Variant]) -> dict[str, tuple[str, ...]]:
    values = dict[str, dict[str, None]]()
    for variant in variants:
        for name, value in variant.options.items():
            values.setdefault(name, {})[value] = None
    return {name: tuple(found) for name, found in values.items()}
