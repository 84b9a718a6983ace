"""Lists in pages: by number for people, by key for walking."""

from collections.abc import Callable, Iterator, Sequence
from typing import Final, Generic, TypeVar

import msgspec

from shop_domain.kernel.errors import ErrorKind, ShopError

T = TypeVar("T")
DEFAULT_PAGE_SIZE: Final = 20
MAX_PAGE_SIZE: Final = 100


class Cursor(msgspec.Struct, frozen=True, kw_only=True):
    """A place in an ordered list: the sort key of a row, and the direction to read in from there."""

    key: tuple[str, ...]
    backwards: bool = False


class PageRequest(msgspec.Struct, frozen=True, kw_only=True):
    """Which page of a list is wanted: a number, or a cursor where one is given."""

    number: int = 1
    size: int = DEFAULT_PAGE_SIZE
    cursor: Cursor | None = None
    with_count: bool = True


class Page(msgspec.Struct, Generic[T], frozen=True, kw_only=True):
    """One page, with cursors to its neighbours; `count` is of all pages, or None where it was not asked for."""

    items: tuple[T, ...]
    next: Cursor | None
    previous: Cursor | None
    count: int | None


class PageNotFound(ShopError):
    """There is no such page."""

    code = "page_not_found"
    kind = ErrorKind.NOT_FOUND
    message = "Invalid page."


def build_page(
    rows: Sequence[T], request: PageRequest, key_of: Callable[[T], tuple[str, ...]], count: int | None
) -> Page[T]:
    """Make a page of rows that were read in the cursor's direction, one more than the page's size where there are more.

    Raises PageNotFound for an empty page beyond the first.
    """
    backwards = request.cursor is not None and request.cursor.backwards
    items, beyond = tuple(rows[: request.size]), len(rows) > request.size
    if backwards:
        items = items[::-1]
    if not items and request.number > 1 and request.cursor is None:
        raise PageNotFound
    follows = beyond or backwards
    precedes = beyond if backwards else request.cursor is not None or request.number > 1
    return Page(
        items=items,
        next=Cursor(key=key_of(items[-1])) if items and follows else None,
        previous=Cursor(key=key_of(items[0]), backwards=True) if items and precedes else None,
        count=count,
    )


def paginate(items: Sequence[T], request: PageRequest, key_of: Callable[[T], tuple[str, ...]]) -> Page[T]:
    """Cut a page out of a whole list that is at hand; raise PageNotFound beyond its end.

    A cursor whose row has gone leads to nothing further, as the list is no longer what was walked.
    """
    count = len(items) if request.with_count else None
    if request.cursor is None:
        start = (request.number - 1) * request.size
        return build_page(items[start : start + request.size + 1], request, key_of, count)
    keys = [key_of(item) for item in items]
    place = keys.index(request.cursor.key) if request.cursor.key in keys else len(items)
    found = items[:place][::-1] if request.cursor.backwards else items[place + 1 :]
    return build_page(found[: request.size + 1], request, key_of, count)


def all_items(read_page: Callable[[PageRequest], Page[T]]) -> Iterator[T]:
    """Walk a whole list, however many pages it fills."""
    cursor: Cursor | None = None
    while True:
        page = read_page(PageRequest(size=MAX_PAGE_SIZE, with_count=False, cursor=cursor))
        yield from page.items
        if page.next is None:
            return
        cursor = page.next
