"""How a thing of the demo shop is described."""

from typing import Final

import msgspec

LETTERS: Final = ("S", "M", "L", "XL")
SHOES: Final = ("36", "38", "40", "42", "44")
PLENTY: Final = 25
UNCOUNTED: Final = -1
"""Stock that nobody counts: always available."""


class Thing(msgspec.Struct, frozen=True, kw_only=True):
    """One product of the demo shop; prices in hundredths."""

    name: str
    price: int
    shelf: tuple[str, ...]
    tags: tuple[str, ...]
    short: str
    story: str
    motif: str
    """What its picture shows."""
    colors: tuple[str, ...] = ()
    sizes: tuple[str, ...] = ()
    was: int | None = None
    """What it cost before."""
    step: int = 0
    """What each larger size costs more."""
    stock: int = PLENTY
    """Of each variant."""
    grams: int = 300
    material: str
