"""Words that are part of a statement, not parameters of it.

A partial index serves a statement that says what the index says. A parameter may hold anything: SQLite would then read
the whole table, and PostgreSQL plan anew each time.
"""

from sqlalchemy import ColumnElement, String, literal_column


def constant(word: str) -> ColumnElement[str]:
    """Write a word of our own into a statement; raise ValueError where it is more than a word."""
    if not word.isidentifier():
        msg = f"{word!r} is not a single word"
        raise ValueError(msg)
    return literal_column(f"'{word}'", String)


def constants(*words: str) -> tuple[ColumnElement[str], ...]:
    """Write several, in this order: SQLite compares lists as they are written."""
    return tuple(map(constant, words))
