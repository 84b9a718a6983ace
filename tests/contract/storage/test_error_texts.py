"""A database error that reaches a log says which statement failed, and nothing of what people typed."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from shop_adapters.sql.engine.database import Database
from shop_adapters.sql.engine.engines import make_engines
from shop_domain.kernel.errors import ShopError


@pytest.mark.parametrize("kind", ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def test_the_text_of_an_error_holds_no_value(request, kind):
    engines = make_engines(request.getfixturevalue(f"{kind}_url"), pool_size=1, durable=False)
    database = Database(engines.read, is_sqlite=engines.is_sqlite)
    try:
        with pytest.raises((DBAPIError, ShopError)) as failed:
            database.execute(text("SELECT no_such_function(:typed)"), {"typed": "what-ana-typed"})
        error = failed.value
        told = [str(error), str(error.__cause__)]
        assert any("no_such_function" in words for words in told) or isinstance(error, DBAPIError)
        assert not any("what-ana-typed" in words for words in told)
    finally:
        database.close()
        engines.close()
