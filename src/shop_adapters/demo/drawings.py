"""What the pictures show, as shapes on a square of 100 by 100; later shapes lie over earlier ones."""

from collections.abc import Mapping
from enum import StrEnum
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


class DrawnShape(msgspec.Struct, frozen=True):
    """One shape: `box` with a radius, `oval`, `area` by its corners, `line` with a width, `arc` with its angles."""

    kind: str
    points: Points
    tone: Tone
    more: Points = ()


def _box(x0: float, y0: float, x1: float, y1: float, radius: float = 3, tone: Tone = Tone.MAIN) -> DrawnShape:
    return DrawnShape("box", (x0, y0, x1, y1), tone, (radius,))


def _oval(x0: float, y0: float, x1: float, y1: float, tone: Tone = Tone.MAIN) -> DrawnShape:
    return DrawnShape("oval", (x0, y0, x1, y1), tone)


def _area(*points: float, tone: Tone = Tone.MAIN) -> DrawnShape:
    return DrawnShape("area", points, tone)


def _line(*points: float, width: float = 2, tone: Tone = Tone.DARK) -> DrawnShape:
    return DrawnShape("line", points, tone, (width,))


def _arc(
    x0: float, y0: float, x1: float, y1: float, *, turn: Points, width: float = 4, tone: Tone = Tone.MAIN
) -> DrawnShape:
    return DrawnShape("arc", (x0, y0, x1, y1), tone, (*turn, width))


RIGHT: Final = (-80.0, 80.0)
ABOVE: Final = (180.0, 360.0)
_SLEEVES: Final = _area(32, 26, 14, 46, 24, 54, 34, 44, 66, 44, 76, 54, 86, 46, 68, 26)
_BODY: Final = _box(32, 26, 68, 80, 3)
_NECK: Final = _oval(42, 21, 58, 34, Tone.DARK)

DRAWINGS: Final[Mapping[str, tuple[DrawnShape, ...]]] = {
    "mug": (
        _arc(56, 40, 84, 68, turn=RIGHT, width=5),
        _box(26, 32, 68, 76, 8),
        _oval(26, 26, 68, 40, Tone.DARK),
        _line(34, 46, 34, 66, width=3, tone=Tone.LIGHT),
    ),
    "pot": (
        _arc(60, 40, 88, 66, turn=RIGHT, width=4, tone=Tone.DARK),
        _area(30, 46, 12, 38, 16, 34, 34, 52),
        _oval(26, 36, 74, 78),
        _box(40, 32, 60, 38, 3, Tone.DARK),
        _oval(46, 25, 54, 33, Tone.DARK),
        _arc(34, 44, 62, 72, turn=(150, 220), width=3, tone=Tone.LIGHT),
    ),
    "board": (
        _box(24, 30, 76, 78, 6, Tone.WOOD),
        _box(28, 34, 72, 74, 4),
        _oval(45, 20, 55, 30, Tone.WOOD),
        _line(36, 44, 64, 44, tone=Tone.LIGHT),
        _line(36, 54, 58, 54, tone=Tone.LIGHT),
    ),
    "spoon": (
        _line(34, 82, 50, 40, width=5, tone=Tone.WOOD),
        _oval(42, 18, 62, 46, Tone.WOOD),
        _oval(46, 22, 58, 40, Tone.DARK),
        _line(64, 82, 68, 34, width=4),
        _box(60, 22, 78, 38, 3),
    ),
    "tool": (
        _line(30, 80, 48, 54, width=8, tone=Tone.WOOD),
        _area(44, 58, 52, 62, 78, 30, 74, 20, 64, 22),
        _line(52, 52, 70, 28, tone=Tone.LIGHT),
    ),
    "cloth": (
        _box(26, 24, 74, 78, 2),
        _line(26, 34, 74, 34, width=3, tone=Tone.LIGHT),
        _line(26, 68, 74, 68, width=3, tone=Tone.LIGHT),
        _line(36, 24, 36, 78, width=1, tone=Tone.DARK),
        _line(64, 24, 64, 78, width=1, tone=Tone.DARK),
    ),
    "lamp": (
        _oval(18, 30, 82, 94, Tone.GLOW),
        _box(47, 44, 53, 80, 1, Tone.WOOD),
        _box(36, 78, 64, 83, 2, Tone.DARK),
        _area(38, 20, 62, 20, 74, 48, 26, 48),
        _line(40, 24, 34, 44, width=2, tone=Tone.LIGHT),
    ),
    "lantern": (
        _arc(38, 10, 62, 34, turn=ABOVE, width=3, tone=Tone.DARK),
        _box(36, 24, 64, 32, 3),
        _box(34, 32, 66, 74, 4, Tone.GLOW),
        _area(50, 40, 57, 58, 50, 66, 43, 58),
        _box(32, 74, 68, 82, 3),
    ),
    "candle": (
        _oval(40, 8, 60, 40, Tone.GLOW),
        _area(50, 14, 54, 26, 50, 32, 46, 26),
        _box(43, 34, 57, 78, 2),
        _box(32, 76, 68, 82, 3, Tone.DARK),
    ),
    "cushion": (
        _area(24, 26, 50, 32, 76, 26, 70, 50, 76, 76, 50, 70, 24, 76, 30, 50),
        _line(50, 34, 50, 68, width=1.5, tone=Tone.DARK),
        _line(32, 50, 68, 50, width=1.5, tone=Tone.DARK),
    ),
    "knit": (
        _SLEEVES,
        _BODY,
        _NECK,
        *(_line(32, y, 68, y, width=1.5, tone=Tone.LIGHT) for y in (42, 50, 58, 66)),
        _box(32, 74, 68, 80, 1, Tone.DARK),
    ),
    "shirt": (_SLEEVES, _BODY, _NECK, _line(50, 34, 50, 78, width=1.5, tone=Tone.LIGHT)),
    "stripes": (_SLEEVES, _BODY, _NECK, *(_line(32, y, 68, y, width=3, tone=Tone.LIGHT) for y in (40, 50, 60, 70))),
    "coat": (
        _SLEEVES,
        _area(32, 26, 68, 26, 76, 86, 24, 86),
        _oval(38, 14, 62, 36),
        _oval(42, 19, 58, 34, Tone.DARK),
        _line(50, 36, 50, 84, width=1.5),
        *(_oval(52, y, 55, y + 3, Tone.LIGHT) for y in (44, 56, 68)),
    ),
    "hat": (_oval(43, 12, 57, 26, Tone.LIGHT), _oval(26, 22, 74, 76), _box(22, 58, 78, 76, 5, Tone.DARK)),
    "sock": (
        _area(38, 18, 58, 18, 58, 56, 38, 56),
        _area(38, 50, 58, 50, 62, 62, 84, 70, 82, 80, 48, 80, 38, 68),
        _box(37, 16, 59, 26, 2, Tone.DARK),
        _area(68, 64, 84, 70, 82, 80, 66, 80, tone=Tone.LIGHT),
    ),
    "shoe": (
        _area(26, 20, 50, 20, 52, 56, 80, 64, 82, 76, 26, 76),
        _box(24, 74, 84, 82, 3, Tone.DARK),
        _box(25, 18, 51, 26, 2, Tone.LIGHT),
    ),
    "umbrella": (
        _line(50, 30, 50, 78, width=2.5, tone=Tone.WOOD),
        _arc(50, 68, 62, 86, turn=(0, 180), width=2.5, tone=Tone.WOOD),
        _area(14, 52, 22, 32, 50, 18, 78, 32, 86, 52, 68, 46, 50, 52, 32, 46),
        _line(50, 18, 50, 50, width=1, tone=Tone.LIGHT),
    ),
    "plant": (
        _oval(34, 14, 52, 48, Tone.LEAF),
        _oval(48, 18, 70, 46, Tone.LEAF),
        _oval(26, 30, 48, 52, Tone.LEAF),
        _area(30, 50, 70, 50, 64, 82, 36, 82),
        _box(28, 46, 72, 54, 2, Tone.DARK),
    ),
    "can": (
        _area(28, 44, 8, 28, 14, 24, 32, 56),
        _arc(44, 22, 84, 66, turn=(-100, 70), width=4, tone=Tone.DARK),
        _box(28, 40, 70, 80, 4),
        _line(34, 48, 34, 72, width=3, tone=Tone.LIGHT),
    ),
    "seeds": (
        _box(32, 20, 68, 80, 2, Tone.WOOD),
        _box(32, 20, 68, 32, 2),
        _line(50, 70, 50, 46, width=2, tone=Tone.LEAF),
        _oval(38, 42, 50, 54, Tone.LEAF),
        _oval(50, 38, 62, 50, Tone.LEAF),
    ),
    "game": (
        _box(22, 40, 56, 74, 5),
        *(_oval(x, y, x + 6, y + 6, Tone.LIGHT) for x, y in ((28, 46), (36, 54), (44, 62))),
        _box(58, 26, 78, 66, 4, Tone.WOOD),
        _oval(65, 32, 71, 38, Tone.DARK),
        _oval(65, 54, 71, 60, Tone.DARK),
    ),
    "kite": (
        _area(52, 12, 76, 38, 46, 70, 28, 32),
        _line(52, 12, 46, 70, width=1.5, tone=Tone.LIGHT),
        _line(28, 32, 76, 38, width=1.5, tone=Tone.LIGHT),
        _line(46, 70, 40, 78, 48, 84, 38, 92, width=1.5, tone=Tone.DARK),
    ),
    "stones": (_oval(20, 56, 58, 80), _oval(44, 50, 82, 78, Tone.DARK), _oval(34, 34, 66, 58, Tone.LIGHT)),
    "book": (
        _box(28, 22, 74, 80, 3, Tone.LIGHT),
        _box(26, 20, 70, 78, 3),
        _line(33, 20, 33, 78, width=2),
        _box(42, 32, 62, 44, 1, Tone.LIGHT),
    ),
    "letter": (_box(20, 32, 80, 74, 2), _area(20, 32, 80, 32, 50, 56, tone=Tone.DARK)),
    "pen": (
        _line(26, 78, 70, 26, width=8),
        _area(20, 85, 31, 78, 25, 72, tone=Tone.WOOD),
        _line(60, 38, 70, 26, width=8, tone=Tone.DARK),
    ),
    "bottle": (_box(32, 40, 68, 80, 6), _box(42, 28, 58, 42, 2, Tone.DARK), _box(38, 52, 62, 70, 1, Tone.LIGHT)),
    "ruler": (
        _area(18, 66, 74, 22, 82, 32, 26, 76),
        *(_line(24 + 8 * n, 64 - 6.2 * n, 27 + 8 * n, 68 - 6.2 * n, width=1) for n in range(7)),
    ),
}
