"""What of a database is the declared schema's, and what is made beside it by statements of its own?"""

from collections.abc import MutableMapping
from typing import Any, Final

SEARCH: Final = "product_search"
"""SQLite's search: an FTS5 table, and the tables that it keeps its index in."""


def is_compared_table(name: str | None, kind: str, _parents: MutableMapping[Any, str | None]) -> bool:
    """Leave out what triggers.py makes and what Alembic itself keeps."""
    return not (kind == "table" and name is not None and (name.startswith(SEARCH) or name == "alembic_version"))
