"""Products and labels as rows, and back."""

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec
from sqlalchemy import Row

from shop_domain.catalog.model import Category, Image, Product, Rating, Seo, Variant
from shop_domain.catalog.product_summary import primary_image, product_summary, search_text_of
from shop_domain.catalog.storefront_views import FacetValue
from shop_domain.catalog.variants import price_range
from shop_domain.kernel.money import Money


def category_of(row: Row[Any]) -> Category:
    """Read a category."""
    return Category(
        id=row.id,
        slug=row.slug,
        name=row.name,
        parent_id=row.parent_id,
        description=row.description,
        position=row.position,
        is_active=row.is_active,
    )


def variant_of(row: Row[Any]) -> Variant:
    """Read a variant."""
    return Variant(
        id=row.id,
        sku=row.sku,
        barcode=row.barcode,
        color_id=row.color_id,
        size_id=row.size_id,
        options=row.options,
        price=Money(row.price_minor, row.currency),
        compare_at=None if row.compare_at_minor is None else Money(row.compare_at_minor, row.currency),
        weight_grams=row.weight_grams,
        position=row.position,
        is_active=row.is_active,
    )


def variant_row(product: Product, variant: Variant) -> dict[str, Any]:
    """Write a variant."""
    return {
        "id": variant.id,
        "product_id": product.id,
        "sku": variant.sku,
        "barcode": variant.barcode,
        "color_id": variant.color_id,
        "size_id": variant.size_id,
        "options": dict(variant.options),
        "currency": variant.price.currency,
        "price_minor": variant.price.minor,
        "compare_at_minor": variant.compare_at and variant.compare_at.minor,
        "weight_grams": variant.weight_grams,
        "position": variant.position,
        "is_active": variant.is_active,
    }


def product_of(row: Row[Any], variants: Iterable[Variant], categories: Iterable[Any], tags: Iterable[Any]) -> Product:
    """Read a product with what belongs to it."""
    return Product(
        id=row.id,
        slug=row.slug,
        name=row.name,
        short_description=row.short_description,
        description=row.description,
        currency=row.currency,
        variants=tuple(variants),
        images=msgspec.convert(row.images, tuple[Image, ...]),
        category_ids=tuple(sorted(categories)),
        tag_ids=tuple(sorted(tags)),
        attributes=row.attributes,
        seo=msgspec.convert(row.seo, Seo),
        metadata=row.details,
        rating=Rating(average=row.rating_average, count=row.rating_count),
        is_active=row.is_active,
        version=row.version,
        created_at=row.created_at,
        updated_at=row.updated_at,
    )


def product_row(product: Product, facet_values: Mapping[Any, FacetValue]) -> dict[str, Any]:
    """Write a product: its own fields, and what lists and searches read of it."""
    tag, cover = price_range(product.variants), primary_image(product.images)
    return {
        "id": product.id,
        "slug": product.slug,
        "name": product.name,
        "short_description": product.short_description,
        "description": product.description,
        "currency": product.currency,
        "price_minor": tag.price.minor,
        "max_price_minor": tag.max_price.minor,
        "compare_at_minor": tag.compare_at and tag.compare_at.minor,
        "on_sale": tag.on_sale,
        "cover": msgspec.to_builtins(cover),
        "images": msgspec.to_builtins(product.images),
        "attributes": dict(product.attributes),
        "seo": msgspec.to_builtins(product.seo),
        "details": dict(product.metadata),
        "is_active": product.is_active,
        "version": product.version,
        "created_at": product.created_at,
        "updated_at": product.updated_at,
        **read_model_row(product, facet_values),
    }


def read_model_row(product: Product, facet_values: Mapping[Any, FacetValue]) -> dict[str, Any]:
    """Write what lists and searches read of a product; it depends on the names of its labels too."""
    text = search_text_of(product, facet_values)
    summary = msgspec.json.encode(product_summary(product, facet_values)).decode()
    return {"summary": summary, "search_name": text.name, "search_text": text.everything}
