"""The products of the demo shop, read from products.json."""

from functools import cache
from importlib.resources import files
from typing import Final, Literal, TypeAlias

import msgspec

Scale: TypeAlias = Literal["letters", "shoes"]
SCALES: Final[dict[Scale, tuple[str, ...]]] = {
    "letters": ("S", "M", "L", "XL"),
    "shoes": ("36", "38", "40", "42", "44"),
}


class DemoProduct(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One product of the demo shop; prices in hundredths."""

    name: str
    price: int
    category_path: tuple[str, ...]
    tags: tuple[str, ...]
    short_description: str
    description: str
    drawing: str
    """What its picture shows."""
    colors: tuple[str, ...] = ()
    sizes: tuple[str, ...] | Scale = ()
    compare_at_price: int | None = None
    size_price_step: int = 0
    """What each larger size costs more."""
    stock: int | None = 25
    """Of each variant; None is not counted, so always available: what the README buys must never run out."""
    weight_grams: int = 300
    material: str

    @property
    def size_names(self) -> tuple[str, ...]:
        """Give the sizes, in their order."""
        return self.sizes if isinstance(self.sizes, tuple) else SCALES[self.sizes]


@cache
def demo_products() -> tuple[DemoProduct, ...]:
    """Read them, in the order in which they were added to the shop."""
    text = files("shop_adapters.demo").joinpath("products.json").read_bytes()
    return msgspec.json.decode(text, type=tuple[DemoProduct, ...])
