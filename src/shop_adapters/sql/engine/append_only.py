"""Tables whose rows are never changed and never removed: the database itself refuses."""

from collections.abc import Iterable, Sequence
from typing import Final

from sqlalchemy import DDL, Table, UniqueConstraint, event

_FUNCTION: Final = """
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of %% are only ever added', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$
"""


def append_only_triggers(table: str, dialect: str) -> tuple[str, ...]:
    """Write the triggers that keep a table's rows as they are."""
    if dialect == "postgresql":
        refuse = "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        return (
            _FUNCTION,
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} {refuse}",
        )
    refuse = f"BEGIN SELECT RAISE(ABORT, 'rows of {table} are only ever added'); END"
    return tuple(
        f"CREATE TRIGGER {table}_no_{action.lower()} BEFORE {action} ON {table} {refuse}"
        for action in ("UPDATE", "DELETE")
    )


def no_replace_trigger(table: str, keys: Iterable[Sequence[str]]) -> str:
    """Write SQLite's trigger against INSERT OR REPLACE, which removes whoever has the key and tells no trigger.

    It says what SQLite says of a key that is taken, so that a plain INSERT fails as it always did.
    """
    checks = " ".join(_refuse_taken(table, key) for key in (*keys, ("rowid",)))
    return f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} BEGIN {checks} END"


def append_only(table: Table) -> Table:
    """Have the table's triggers made with it."""
    APPEND_ONLY.append(table.name)
    for dialect in ("postgresql", "sqlite"):
        for statement in append_only_triggers(table.name, dialect):
            event.listen(table, "after_create", DDL(statement).execute_if(dialect=dialect))
    replacing = DDL(no_replace_trigger(table.name, unique_keys_of(table)))
    event.listen(table, "after_create", replacing.execute_if(dialect="sqlite"))
    return table


def unique_keys_of(table: Table) -> list[tuple[str, ...]]:
    """Name the columns of the primary key and of every other unique one."""
    others = [constraint for constraint in table.constraints if isinstance(constraint, UniqueConstraint)]
    unique = [*others, *(index for index in table.indexes if index.unique)]
    return [(*table.primary_key.columns.keys(),), *sorted((*key.columns.keys(),) for key in unique)]


APPEND_ONLY: Final[list[str]] = []
"""The tables that are kept so; migrations make the same triggers."""


def _refuse_taken(table: str, key: Sequence[str]) -> str:
    named = ", ".join(f"{table}.{column}" for column in key)
    same = " AND ".join(f"{column} = NEW.{column}" for column in key)
    taken = f"EXISTS (SELECT 1 FROM {table} WHERE {same})"  # noqa: S608 - names of our own tables and columns
    return f"SELECT RAISE(ABORT, 'UNIQUE constraint failed: {named}') WHERE {taken};"
