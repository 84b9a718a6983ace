"""Lists that begin with the newest, in memory."""

from collections.abc import Callable, Iterable
from typing import TypeVar
from uuid import UUID

from shop_domain.kernel.paging import Page, PageRequest, paginate

T = TypeVar("T")


def newest_first(items: Iterable[T], page: PageRequest, id_of: Callable[[T], UUID]) -> Page[T]:
    """Give a page of things by their ids, which grow with time."""
    ordered = sorted(items, key=id_of, reverse=True)
    return paginate(ordered, page, lambda item: (str(id_of(item)),))
