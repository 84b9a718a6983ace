"""Statements find the partial index that is there for them, whatever they are asked when they run."""

import pytest
from sqlalchemy import create_engine
from sqlalchemy.dialects import sqlite

from shop_adapters.sql.cart import carts as repository
from shop_adapters.sql.cart import cleanup as sweep
from shop_adapters.sql.engine.literals import sql_literal
from shop_adapters.sql.payments import due_payments as reader

STATEMENTS = {
    "a user's cart": (repository._OF_USER, "uq_carts_active_user"),
    "a guest's cart": (repository._OF_GUEST, "uq_carts_live_guest"),
    "forgotten carts": (sweep._FORGOTTEN, "ix_carts_unfinished"),
    "worthless carts": (sweep._WORTHLESS, "ix_carts_unfinished"),
    "attempts to ask about": (reader._TO_ASK, "ix_payments_open"),
    "attempts that ran out": (reader._EXPIRED, "payments_open"),
    "refunds that are due": (reader._REFUNDS_DUE, "ix_refunds_due"),
}


@pytest.mark.parametrize("asked", STATEMENTS)
def test_sqlite_looks_into_the_index(asked, sqlite_url):
    statement, index = STATEMENTS[asked]
    compiled = statement.compile(dialect=sqlite.dialect())
    values = dict.fromkeys(compiled.positiontup or (), 0)
    engine = create_engine(sqlite_url)
    with engine.connect() as connection:
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {compiled}", tuple(values.values())).all()
    engine.dispose()
    assert any(index in row[3] for row in plan), plan


@pytest.mark.parametrize("word", ["", "two words", "it's", "x'--"])
def test_only_a_word_is_written_into_a_statement(word):
    with pytest.raises(ValueError, match="single word"):
        sql_literal(word)
