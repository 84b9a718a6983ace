"""Insert a row unless its key is taken."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Column, Executable, Select, Table
from sqlalchemy.dialects import postgresql, sqlite


def insert_or_ignore(
    table: Table, *returning: Column[Any], source: Select[*tuple[Any, ...]] | None = None
) -> Mapping[bool, Executable]:
    """Build the statement for both dialects, by whether it is SQLite's.

    It takes a row of values, or what a source selects; `returning` gives a row only for what was inserted.
    """
    statements: dict[bool, Executable] = {}
    for dialect in (sqlite, postgresql):
        insert = dialect.insert(table)
        if source is not None:
            insert = insert.from_select([column.name for column in source.selected_columns], source)
        statement = insert.on_conflict_do_nothing()
        statements[dialect is sqlite] = statement.returning(*returning) if returning else statement
    return statements
