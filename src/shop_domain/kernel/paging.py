"""Lists in pages: by number for people, by key for walking."""

from collections.abc import Callable, Sequence
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


def page_of(
    rows: Sequence[T], wanted: PageRequest, key_of: Callable[[T], tuple[str, ...]], count: int | None
) -> Page[T]:
    """Make a page of rows that were read in the cursor's direction, one more than the page's size where there are more.

    Raises PageNotFound for an empty page beyond the first.
    """
    backwards = wanted.cursor is not None and wanted.cursor.backwards
    items, beyond = tuple(rows[: wanted.size]), len(rows) > wanted.size
    if backwards:
        items = items[::-1]
    if not items and wanted.number > 1 and wanted.cursor is None:
        raise PageNotFound
    follows = beyond or backwards
    precedes = beyond if backwards else wanted.cursor is not None or wanted.number > 1
    return Page(
        items=items,
        next=Cursor(key=key_of(items[-1])) if items and follows else None,
        previous=Cursor(key=key_of(items[0]), backwards=True) if items and precedes else None,
        count=count,
    )


def page_within(items: Sequence[T], wanted: PageRequest, key_of: Callable[[T], tuple[str, ...]]) -> Page[T]:
    """Cut a page out of a whole list that is at hand; raise PageNotFound beyond its end.

    A cursor whose row has gone leads to nothing further, as the list is no longer what was walked.
    """
    count = len(items) if wanted.counted else None
    if wanted.cursor is None:
        start = (wanted.number - 1) * wanted.size
        return page_of(items[start : start + wanted.size + 1], wanted, key_of, count)
    keys = [key_of(item) for item in items]
    place = keys.index(wanted.cursor.key) if wanted.cursor.key in keys else len(items)
    found = items[:place][::-1] if wanted.cursor.backwards else items[place + 1 :]
    return page_of(found[: wanted.size + 1], wanted, key_of, count)
