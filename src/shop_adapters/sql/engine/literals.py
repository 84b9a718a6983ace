"""Words that are part of a statement, not parameters of it.

A partial index serves a statement that says what the index says. A parameter may hold anything: SQLite would then read
the whole table, and PostgreSQL plan anew each time.
"""

from collections.abc import Collection
from enum import StrEnum

from sqlalchemy import ColumnElement, String, literal_column


def sql_literal(word: str) -> ColumnElement[str]:
    """Write a word of our own into a statement; raise ValueError where it is more than a word."""
    if not word.isidentifier():
        msg = f"{word!r} is not a single word"
        raise ValueError(msg)
    return literal_column(f"'{word}'", String)


def sql_literals(members: Collection[StrEnum]) -> tuple[ColumnElement[str], ...]:
    """Write some members of an enumeration, in its own order: SQLite compares lists as they are written."""
    return tuple(sql_literal(member.value) for member in in_order(members))


def in_order(members: Collection[StrEnum]) -> list[StrEnum]:
    """Put some members of an enumeration in the order in which it declares them."""
    return [member for kind in {type(member) for member in members} for member in kind if member in members]


def sql_list(members: Collection[StrEnum]) -> str:
    """Write some members of an enumeration as the text of a list, as an index's condition has it."""
    return ", ".join(f"'{member.value}'" for member in in_order(members))
