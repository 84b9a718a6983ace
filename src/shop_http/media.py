"""The pictures that the shop serves itself."""

import re
from pathlib import Path
from typing import Final

import msgspec

from shop_http.errors import NotFound

MEDIA_TYPES: Final = {".webp": "image/webp", ".png": "image/png", ".jpg": "image/jpeg", ".avif": "image/avif"}
_NAME: Final = re.compile(r"[\w-][\w.-]{0,199}", re.ASCII)


class MediaFile(msgspec.Struct, frozen=True):
    """A picture, and what kind it is."""

    content: bytes
    media_type: str


class MediaFolder:
    """A folder of pictures; nothing beside them and nothing outside can be read through it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def read(self, name: str) -> MediaFile:
        """Read a picture; raise NotFound for whatever is none."""
        media_type = MEDIA_TYPES.get(Path(name).suffix)
        if media_type is None or not _NAME.fullmatch(name):
            raise NotFound
        try:
            return MediaFile((self._folder / name).read_bytes(), media_type)
        except OSError as error:
            raise NotFound from error
