"""Tables whose rows are never changed and never removed: the database itself refuses."""

from typing import Final

from sqlalchemy import DDL, Table, event

_FUNCTION: Final = """
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of %% are only ever added', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$
"""


def statements(table: str, dialect: str) -> tuple[str, ...]:
    """Write the triggers of a table."""
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


def append_only(table: Table) -> Table:
    """Have the table's triggers made with it."""
    APPEND_ONLY.append(table.name)
    for dialect in ("postgresql", "sqlite"):
        for statement in statements(table.name, dialect):
            event.listen(table, "after_create", DDL(statement).execute_if(dialect=dialect))
    return table


APPEND_ONLY: Final[list[str]] = []
"""The tables that are kept so; migrations make the same triggers."""
