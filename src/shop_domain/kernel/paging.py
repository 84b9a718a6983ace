"""Lists in pages: by number for people, by key for walking."""

from typing import Final, Generic, TypeVar

import msgspec

from shop_domain.kernel.errors import Kind, ShopError

T = TypeVar("T")
DEFAULT_SIZE: Final = 20
LARGEST_SIZE: Final = 100


class Cursor(msgspec.Struct, frozen=True, kw_only=True):
    """A place in an ordered list: the sort key of a row, and the direction to read in from there."""

    key: tuple[str, ...]
    backwards: bool = False


class PageRequest(msgspec.Struct, frozen=True, kw_only=True):
    """Which page of a list is wanted: a number, or a cursor where one is given."""

    number: int = 1
    size: int = DEFAULT_SIZE
    cursor: Cursor | None = None
    counted: bool = True


class Page(msgspec.Struct, Generic[T], frozen=True, kw_only=True):
    """One page, with cursors to its neighbours; `count` is of all pages, or None where it was not asked for."""

    items: tuple[T, ...]
    next: Cursor | None
    previous: Cursor | None
    count: int | None


class PageNotFound(ShopError):
    """There is no such page."""

    code = "page_not_found"
    kind = Kind.NOT_FOUND
    message = "Invalid page."
