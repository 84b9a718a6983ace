"""A catalogue of any size, made by PostgreSQL itself in seconds: for tests and benches of growth."""

from pathlib import Path
from typing import LiteralString, cast

import psycopg

STATEMENTS = Path(__file__).with_suffix(".sql").read_text().split(";\n\n")


def add(url: str, first: int, last: int) -> None:
    """Add the products with these numbers, and bring the planner's figures up to date as a running shop's are."""
    with psycopg.connect(url, autocommit=True) as connection:
        with connection.transaction():
            for statement in STATEMENTS:
                takes_numbers = "%(first)s" in statement
                values = {"first": first, "last": last} if takes_numbers else None
                connection.execute(cast("LiteralString", statement), values)
        connection.execute("VACUUM ANALYZE")
