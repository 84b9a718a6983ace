"""Which products does a list show, and in what order?"""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Final

import msgspec

from shop_domain.catalog.search import SearchWords
from shop_domain.kernel.errors import InvalidFields
from shop_domain.kernel.money import Money
from shop_domain.kernel.paging import PageRequest


class Ordering(StrEnum):
    """The orders that a list can be read in; ties are broken by id, in the same direction."""

    PRICE_ASC = "price"
    PRICE_DESC = "-price"
    NAME_ASC = "name"
    NAME_DESC = "-name"
    OLDEST = "created_at"
    NEWEST = "-created_at"
    RATING_ASC = "rating"
    RATING_DESC = "-rating"
    RELEVANCE = "relevance"
    POPULARITY = "popularity"

    @property
    def is_descending(self) -> bool:
        return self.value.startswith("-") or self in {Ordering.RELEVANCE, Ordering.POPULARITY}


class ProductFilter(msgspec.Struct, frozen=True, kw_only=True):
    """What a product must be to be listed: one of each kind that is named, and all of the rest."""

    words: SearchWords = SearchWords()
    categories: tuple[str, ...] = ()
    """Slugs; a product in a category below one of them counts."""
    colors: tuple[str, ...] = ()
    sizes: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    min_price: Money | None = None
    max_price: Money | None = None
    in_stock: bool | None = None
    on_sale: bool | None = None
    min_rating: int | None = None
    """In hundredths of a star."""


class KnownSlugs(msgspec.Struct, frozen=True, kw_only=True):
    """Which of the slugs in a filter exist."""

    categories: tuple[str, ...] = ()
    colors: tuple[str, ...] = ()
    sizes: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()


class ProductQuery(msgspec.Struct, frozen=True, kw_only=True):
    """A list of products as a shopper asks for it."""

    filter: ProductFilter = ProductFilter()
    ordering: Ordering = Ordering.NEWEST
    page: PageRequest = PageRequest()


FILTER_PARAMETERS: Final[Mapping[str, str]] = {
    "categories": "category",
    "colors": "color",
    "sizes": "size",
    "tags": "tag",
}
"""The kinds of slug in a filter, and the parameter that each comes from."""


def require_known_slugs(wanted: ProductFilter, known: KnownSlugs) -> None:
    """Let a filter pass whose every slug exists; raise InvalidFields that names the others."""
    wrong = {
        field: _unknown(field, getattr(wanted, kind), getattr(known, kind)) for kind, field in FILTER_PARAMETERS.items()
    }
    if fields := {field: messages for field, messages in wrong.items() if messages}:
        raise InvalidFields(fields)


def choose_ordering(wanted: Ordering | None, words: SearchWords) -> Ordering:
    """Choose the order: the newest first, the best answers first where words are searched."""
    if wanted is None:
        return Ordering.RELEVANCE if words else Ordering.NEWEST
    return Ordering.POPULARITY if wanted is Ordering.RELEVANCE and not words else wanted


def _unknown(field: str, asked: Iterable[str], known: Iterable[str]) -> list[str]:
    there = frozenset(known)
    return [f"There is no {field} “{slug}”." for slug in asked if slug not in there]
