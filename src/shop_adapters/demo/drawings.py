"""What the pictures show, as shapes on a square of 100 by 100; later shapes lie over earlier ones."""

from collections.abc import Mapping
from enum import StrEnum
from importlib.resources import files
from typing import Final, TypeAlias

import msgspec

Points: TypeAlias = tuple[float, ...]


class Tone(StrEnum):
    """A colour as part of a thing: the thing's own, darker, lighter, or the same for all."""

    MAIN = "main"
    DARK = "dark"
    LIGHT = "light"
    WOOD = "wood"
    LEAF = "leaf"
    GLOW = "glow"


class DrawnShape(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """One shape: `box` with a radius, `oval`, `area` by its corners, `line` with a width, `arc` with its angles."""

    kind: str
    points: Points
    tone: Tone
    more: Points = ()


DRAWINGS: Final = msgspec.json.decode(
    (files(__package__ or "") / "drawings.json").read_bytes(), type=Mapping[str, tuple[DrawnShape, ...]]
)
