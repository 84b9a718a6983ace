"""Draw the demo shop's pictures: a thing on a quiet ground, in three widths, the same on every run."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec

from shop_adapters.demo.drawings import DRAWINGS, DrawnShape, Tone

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageDraw import ImageDraw

Rgb = tuple[int, int, int]
WIDTHS: Final = {"thumbnail": 160, "medium": 320, "large": 640}
CANVAS: Final = 1280
SCALE: Final = CANVAS / 100
BACKGROUNDS: Final[Sequence[Rgb]] = ((244, 239, 230), (233, 239, 240), (240, 235, 238), (236, 240, 231))
FIXED_TONES: Final[Mapping[Tone, Rgb]] = {
    Tone.WOOD: (181, 140, 99),
    Tone.LEAF: (104, 140, 98),
    Tone.GLOW: (255, 240, 196),
}
SHADOW: Final = (8, 12)
"""How much darker the ground is below a thing, and how flat that shadow lies."""


class DemoImage(msgspec.Struct, frozen=True, kw_only=True):
    """What to draw, and under which name to keep it."""

    name: str
    drawing: str
    color: str
    """As hexadecimal digits with a leading #."""
    background: int


def file_names(image: DemoImage) -> dict[str, str]:
    """Name the file of each width."""
    return {size: f"{image.name}-{width}.webp" for size, width in WIDTHS.items()}


def draw_image(image: DemoImage, folder: Path) -> bool:
    """Draw a picture in every width, unless it is there; tell whether anything was drawn."""
    files = {size: folder / name for size, name in file_names(image).items()}
    if all(file.exists() for file in files.values()):
        return False
    folder.mkdir(parents=True, exist_ok=True)
    canvas = _canvas(image)
    for size, file in files.items():
        _save(canvas, WIDTHS[size], file)
    return True


def _save(canvas: "Image", width: int, file: Path) -> None:
    """Write a picture under its name only once it is whole."""
    half = file.with_suffix(".part")
    canvas.reduce(CANVAS // width).save(half, format="WEBP", quality=84, method=2)
    half.replace(file)


def _canvas(image: DemoImage) -> "Image":
    from PIL import Image, ImageDraw

    ground = BACKGROUNDS[image.background % len(BACKGROUNDS)]
    canvas = Image.new("RGB", (CANVAS, CANVAS), ground)
    draw_on = ImageDraw.Draw(canvas)
    draw_on.ellipse(_scaled((10, 10, 90, 90)), fill=_shaded(ground, 6))
    draw_on.ellipse(_scaled((24, 76, 76, 76 + SHADOW[1])), fill=_shaded(ground, -SHADOW[0]))
    tones = _tones(_rgb(image.color))
    for shape in DRAWINGS[image.drawing]:
        _draw(draw_on, shape, tones[shape.tone])
    return canvas


def _draw(on: "ImageDraw", drawn: DrawnShape, color: Rgb) -> None:
    where = _scaled(drawn.points)
    match drawn.kind:
        case "box":
            on.rounded_rectangle(where, radius=drawn.more[0] * SCALE, fill=color)
        case "oval":
            on.ellipse(where, fill=color)
        case "area":
            on.polygon(where, fill=color)
        case "line":
            on.line(where, fill=color, width=round(drawn.more[0] * SCALE), joint="curve")
        case _:
            start, end, width = drawn.more
            on.arc(where, start, end, fill=color, width=round(width * SCALE))


def _tones(main: Rgb) -> dict[Tone, Rgb]:
    return {Tone.MAIN: main, Tone.DARK: _shaded(main, -38), Tone.LIGHT: _shaded(main, 44), **FIXED_TONES}


def _scaled(points: Sequence[float]) -> list[float]:
    return [point * SCALE for point in points]


def _shaded(color: Rgb, by: int) -> Rgb:
    red, green, blue = (max(0, min(255, part + by)) for part in color)
    return red, green, blue


def _rgb(text: str) -> Rgb:
    return int(text[1:3], 16), int(text[3:5], 16), int(text[5:7], 16)
