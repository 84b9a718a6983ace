"""The demo shop's things as drafts of products."""

from collections.abc import Iterator
from itertools import product
from typing import Final

from shop_adapters.demo.product_images import DemoImage, file_names
from shop_adapters.demo.products import DemoProduct
from shop_domain.catalog.drafts import ImageDraft, ProductDraft, VariantDraft
from shop_domain.catalog.model import ImageSizes, Seo
from shop_domain.catalog.slugs import slug_of
from shop_domain.kernel.currency import exponent_of
from shop_domain.kernel.money import Money

MEDIA: Final = "/media/"
COLORS: Final = {
    "Blush": "#d9a5a0",
    "Clay": "#b5694a",
    "Cream": "#efe3c8",
    "Fog": "#9aa5ab",
    "Ink": "#2f3e55",
    "Moss": "#6f7f4f",
    "Plum": "#6b3f5c",
    "Poppy": "#cf4a37",
    "Rain": "#6d8299",
    "Sand": "#d3b98c",
    "Sky": "#7fa9c9",
}
DEFAULT_COLOR: Final = "#c8a97e"
MAX_IMAGES_PER_PRODUCT: Final = 3


def images_for(product: DemoProduct) -> tuple[DemoImage, ...]:
    """Say what to draw of a thing: each of its colours, up to three."""
    colors = product.colors[:MAX_IMAGES_PER_PRODUCT] or ("",)
    slug = slug_of(product.name)
    ground = sum(map(ord, slug))
    return tuple(
        DemoImage(
            name=f"{slug}-{slug_of(color)}" if color else slug,
            drawing=product.drawing,
            color=COLORS.get(color, DEFAULT_COLOR),
            background=ground + n,
        )
        for n, color in enumerate(colors)
    )


def to_draft(product: DemoProduct, currency: str) -> ProductDraft:
    """Describe a thing as a product."""
    return ProductDraft(
        slug=slug_of(product.name),
        name=product.name,
        short_description=product.short_description,
        description=(
            f"<p>{product.description}</p><ul><li>{product.material}</li><li>{product.weight_grams} g</li></ul>"
        ),
        variants=tuple(_variants(product, currency)),
        images=tuple(_image(product, picture) for picture in images_for(product)),
        categories=(product.category_path,),
        tags=product.tags,
        attributes={"Material": product.material},
        seo=Seo(title=product.name, description=product.short_description),
        metadata={},
    )


def to_money(hundredths: int, currency: str) -> Money:
    """Turn a price in hundredths into the shop's currency; one without decimals takes the hundredths as they are."""
    exponent = exponent_of(currency)
    return Money(hundredths * 10 ** max(exponent - 2, 0), currency)


def _variants(demo_product: DemoProduct, currency: str) -> Iterator[VariantDraft]:
    for color, (n, size) in product(demo_product.colors or (None,), enumerate(demo_product.size_names or (None,))):
        options = {name: value for name, value in (("Color", color), ("Size", size)) if value}
        more = n * demo_product.size_price_step
        yield VariantDraft(
            options=options,
            price=to_money(demo_product.price + more, currency),
            compare_at=None
            if demo_product.compare_at_price is None
            else to_money(demo_product.compare_at_price + more, currency),
            weight_grams=demo_product.weight_grams,
        )


def _image(product: DemoProduct, image: DemoImage) -> ImageDraft:
    files = {size: MEDIA + name for size, name in file_names(image).items()}
    return ImageDraft(url=files["large"], alt=product.name, sizes=ImageSizes(**files))
