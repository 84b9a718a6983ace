"""The demo shop's things as drafts of products."""

from collections.abc import Iterator
from itertools import product
from typing import Final

from shop_adapters.demo.desk import DESK
from shop_adapters.demo.goods import Thing
from shop_adapters.demo.kitchen import KITCHEN
from shop_adapters.demo.light import LIGHT
from shop_adapters.demo.outside import OUTSIDE
from shop_adapters.demo.pictures import Picture, paths_of
from shop_adapters.demo.wardrobe import WARDROBE
from shop_domain.catalog.drafts import ImageDraft, ProductDraft, VariantDraft
from shop_domain.catalog.model import ImageSizes, Seo
from shop_domain.catalog.slugs import slug_of
from shop_domain.kernel.currency import exponent_of
from shop_domain.kernel.money import Money

MEDIA: Final = "/media/"
THINGS: Final = (*KITCHEN, *LIGHT, *WARDROBE, *OUTSIDE, *DESK)
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
UNDYED: Final = "#c8a97e"
PICTURES_A_THING: Final = 3


def pictures_of(thing: Thing) -> tuple[Picture, ...]:
    """Say what to draw of a thing: each of its colours, up to three."""
    colors = thing.colors[:PICTURES_A_THING] or ("",)
    slug = slug_of(thing.name)
    ground = sum(map(ord, slug))
    return tuple(
        Picture(
            name=f"{slug}-{slug_of(color)}" if color else slug,
            motif=thing.motif,
            color=COLORS.get(color, UNDYED),
            ground=ground + n,
        )
        for n, color in enumerate(colors)
    )


def draft_of(thing: Thing, currency: str) -> ProductDraft:
    """Describe a thing as a product."""
    return ProductDraft(
        slug=slug_of(thing.name),
        name=thing.name,
        short_description=thing.short,
        description=f"<p>{thing.story}</p><ul><li>{thing.material}</li><li>{thing.grams} g</li></ul>",
        variants=tuple(_variants(thing, currency)),
        images=tuple(_image(thing, picture) for picture in pictures_of(thing)),
        categories=(thing.shelf,),
        tags=thing.tags,
        attributes={"Material": thing.material},
        seo=Seo(title=thing.name, description=thing.short),
        metadata={},
    )


def amount(hundredths: int, currency: str) -> Money:
    """Turn a price in hundredths into the shop's currency; one without decimals takes the hundredths as they are."""
    exponent = exponent_of(currency)
    return Money(hundredths * 10 ** max(exponent - 2, 0), currency)


def _variants(thing: Thing, currency: str) -> Iterator[VariantDraft]:
    for color, (n, size) in product(thing.colors or (None,), enumerate(thing.sizes or (None,))):
        options = {name: value for name, value in (("Color", color), ("Size", size)) if value}
        more = n * thing.step
        yield VariantDraft(
            options=options,
            price=amount(thing.price + more, currency),
            compare_at=None if thing.was is None else amount(thing.was + more, currency),
            weight_grams=thing.grams,
        )


def _image(thing: Thing, picture: Picture) -> ImageDraft:
    files = {size: MEDIA + name for size, name in paths_of(picture).items()}
    return ImageDraft(url=files["large"], alt=thing.name, sizes=ImageSizes(**files))
