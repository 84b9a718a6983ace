"""What a shopper asks the catalogue for."""

from decimal import Decimal
from typing import Annotated

from msgspec import Meta

from shop_domain.catalog.product_query import Ordering, ProductFilter, ProductQuery, choose_ordering
from shop_domain.catalog.search import SearchWords, parse_query
from shop_domain.catalog.slugs import slug_of
from shop_domain.kernel.errors import InvalidFields
from shop_domain.kernel.money import Money, parse_money
from shop_domain.kernel.paging import PageRequest
from shop_http.schemas.paging import PageQuery
from shop_http.schemas.request_types import Amount

FilterSlug = Annotated[str, Meta(min_length=1, max_length=200)]
FilterSlugs = Annotated[tuple[FilterSlug, ...], Meta(max_length=20)]
Search = Annotated[str, Meta(max_length=200, description="Words, or beginnings of words, in any order.")]
Stars = Annotated[str, Meta(pattern=r"^([0-4](\.[0-9]{1,2})?|5(\.0{1,2})?)\Z")]


class ProductsQuery(PageQuery, frozen=True, kw_only=True):
    """Which products are wanted: one of each label that is named, and all of the rest."""

    search: Annotated[str, Meta(max_length=200, description="Words, or beginnings of words, in any order.")] | None = (
        None
    )
    category: Annotated[FilterSlugs, Meta(description="Slugs; what stands in a category counts as in it.")] = ()
    color: FilterSlugs = ()
    size: FilterSlugs = ()
    tag: FilterSlugs = ()
    min_price: Amount | None = None
    max_price: Amount | None = None
    in_stock: bool | None = None
    on_sale: bool | None = None
    min_rating: Stars | None = None
    ordering: Ordering | None = None
    facets: Annotated[bool, Meta(description="Whether to count the products by label and price.")] = False

    def to_product_query(self, page: PageRequest, currency: str) -> ProductQuery:
        """Read the question; raise InvalidFields where a price does not fit the currency."""
        words = parse_query(self.search or "")
        return ProductQuery(
            filter=self._filter(words, currency), ordering=choose_ordering(self.ordering, words), page=page
        )

    def _filter(self, search_words: SearchWords, currency: str) -> ProductFilter:
        return ProductFilter(
            words=search_words,
            categories=_slugs(self.category),
            colors=_slugs(self.color),
            sizes=_slugs(self.size),
            tags=_slugs(self.tag),
            min_price=_price("min_price", self.min_price, currency),
            max_price=_price("max_price", self.max_price, currency),
            in_stock=self.in_stock,
            on_sale=self.on_sale,
            min_rating=None if self.min_rating is None else int(Decimal(self.min_rating) * 100),
        )


def _slugs(labels: tuple[str, ...]) -> tuple[str, ...]:
    """Let a name serve for its slug, and a label that is named twice count once."""
    return tuple(dict.fromkeys(slug_of(label) or label for label in labels))


def _price(field: str, text: str | None, currency: str) -> Money | None:
    try:
        return None if text is None else parse_money(text, currency)
    except ValueError as error:
        message = str(error)
        raise InvalidFields({field: [f"{message[:1].upper()}{message[1:]}."]}) from error
