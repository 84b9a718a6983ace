"""Lists and products cost the same in a large shop as in a small one: PostgreSQL's own account of what it touched."""

from typing import Any

import psycopg
import pytest
from sqlalchemy import event

from shop_adapters.sql.engine.engines import make_engines
from shop_adapters.sql.store import SqlStore
from shop_domain.catalog.product_query import Ordering, ProductFilter, ProductQuery
from shop_domain.catalog.search import parse_query
from shop_domain.kernel.paging import PageRequest
from tests import many_products, postgres

pytestmark = pytest.mark.postgres
SMALL, LARGE = 1_000, 12_000
WALKED = 3_000
"""What a walk along an order passes over until its page is full, where one product in ten is let through: some 900,
however many products there are; twice that with two tags. Gathering all that such a filter lets through touches 3,600
there. PostgreSQL decides by its sample of the table which of the two it takes, so the bound leaves it some room."""
ORDERINGS = [ordering for ordering in Ordering if ordering is not Ordering.RELEVANCE]
FILTERS = {
    "everything": ProductFilter(),
    "a category": ProductFilter(categories=("category-3",)),
    "a colour and a size": ProductFilter(colors=("color-3",), sizes=("size-1",)),
    "a tag": ProductFilter(tags=("tag-7", "tag-8")),
    "on sale": ProductFilter(on_sale=True),
}


class Shop:
    """A shop of some size, and what each thing that is asked of it makes the database touch."""

    def __init__(self, products: int) -> None:
        self._url = postgres.fresh_database()
        many_products.add(self._url, 0, products - 1)
        self.store = SqlStore(make_engines(self._url, pool_size=2, durable=False))
        self._sent: list[tuple[str, Any]] = []
        event.listen(self.store._engines.read, "before_cursor_execute", self._note)

    def close(self) -> None:
        self.store.close()
        postgres.drop_database(self._url)

    def plans(self, ask) -> list[dict[str, Any]]:
        """Run what asking sends again, explained, with everything in memory already."""
        self._sent.clear()
        with self.store.read() as tx:
            ask(tx)
        with psycopg.connect(self._url, autocommit=True, options="-c jit=off -c random_page_cost=1.1") as connection:
            return [self._explained(connection, *sent) for sent in self._sent]

    def touched(self, ask) -> int:
        """Count the pages of memory that the costliest statement looks at."""
        return max(plan["Shared Hit Blocks"] + plan["Shared Read Blocks"] for plan in self.plans(ask))

    def _explained(self, connection: Any, statement: str, values: Any) -> dict[str, Any]:
        row: Any = None
        for _ in range(2):
            row = connection.execute(f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {statement}", values).fetchone()
        return row[0][0]["Plan"]

    def _note(self, _connection, _cursor, statement, values, _context, _many) -> None:
        self._sent.append((statement, values))


@pytest.fixture(scope="module")
def shops():
    small, large = Shop(SMALL), Shop(LARGE)
    yield small, large
    small.close()
    large.close()


def a_page(ordering=Ordering.NEWEST, wanted=FILTERS["everything"], **page):
    query = ProductQuery(filter=wanted, ordering=ordering, page=PageRequest(with_count=False, **page))
    return lambda tx: tx.listing.page(query)


@pytest.mark.parametrize("ordering", ORDERINGS)
def test_a_page_touches_no_more_in_any_order(shops, runs_on, ordering):
    runs_on("PostgreSQL")
    small, large = (shop.touched(a_page(ordering)) for shop in shops)
    assert large <= small * 1.3 + 10


@pytest.mark.parametrize("wanted", FILTERS)
def test_a_page_touches_no_more_behind_a_filter(shops, runs_on, wanted):
    runs_on("PostgreSQL")
    small, large = (shop.touched(a_page(wanted=FILTERS[wanted])) for shop in shops)
    assert large <= max(small * 1.5, WALKED)


@pytest.mark.parametrize("ordering", ORDERINGS)
def test_a_page_far_down_touches_no_more_than_the_first(shops, runs_on, ordering):
    runs_on("PostgreSQL")
    _, shop = shops
    with shop.store.read() as tx:
        deep = a_page(ordering, number=400)(tx).page
    first = shop.touched(a_page(ordering))
    assert shop.touched(a_page(ordering, cursor=deep.next)) <= first * 1.3 + 10
    assert shop.touched(a_page(ordering, cursor=deep.previous)) <= first * 1.3 + 10


def test_a_product_touches_no_more(shops, runs_on):
    runs_on("PostgreSQL")
    for ask in (lambda tx: tx.storefront.product("product-7"), lambda tx: tx.storefront.product_state("product-7")):
        small, large = (shop.touched(ask) for shop in shops)
        assert large <= small * 1.15 + 6


def test_a_rare_word_touches_its_answers_alone(shops, runs_on):
    runs_on("PostgreSQL")
    _, large = shops
    for ordering in (Ordering.RELEVANCE, Ordering.NEWEST):
        assert large.touched(a_page(ordering, ProductFilter(words=parse_query("rare")))) < 400


def test_related_products_touch_a_bounded_part(shops, runs_on):
    runs_on("PostgreSQL")
    small, large = shops
    with large.store.read() as tx:
        subject = tx.storefront.product("product-7").summary.id
    costs = [shop.touched(lambda tx: tx.listing.related(subject, 8)) for shop in (small, large)]
    assert costs[1] <= costs[0] * 4
