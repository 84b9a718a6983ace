"""Count what the shop says to its database, so that a route's budget can be pinned.

with statements_of(shop) as said:
    client.get("/api/v1/products/")
assert len(said) <= 2, said
"""

from contextlib import AbstractContextManager

from shop_adapters.composition.container import Shop
from shop_adapters.sql.store import SqlStore
from tests.statement_counting import count_statements


def statements_of(shop: Shop) -> AbstractContextManager[list[str]]:
    """Collect every statement that is sent inside the block."""
    store = shop.store()
    assert isinstance(store, SqlStore), "only a database has statements to count"
    return count_statements(store)
