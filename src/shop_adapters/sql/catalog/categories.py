"""Categories as rows."""

from typing import Final

import msgspec
from sqlalchemy import insert, select

from shop_adapters.sql.catalog.rows import category_of
from shop_adapters.sql.catalog.tables import categories
from shop_adapters.sql.engine.error_mapping import ConstraintViolation
from shop_adapters.sql.engine.repository import SqlRepository
from shop_domain.catalog.model import Category
from shop_domain.kernel.errors import StorageBusy

_ALL: Final = select(categories)
_ADD: Final = insert(categories)


class SqlCategories(SqlRepository):
    def all(self) -> tuple[Category, ...]:
        return tuple(map(category_of, self._database.execute(_ALL)))

    def add(self, category: Category) -> None:
        """Store a new category; raise StorageBusy where one of its slug was made in between: another try finds it."""
        try:
            self._database.execute(_ADD, msgspec.structs.asdict(category))
        except ConstraintViolation as violation:
            raise StorageBusy from violation
