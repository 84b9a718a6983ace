"""The catalogue's part of a transaction."""

from shop_adapters.sql.catalog.labels import SqlCategories, SqlLabels
from shop_adapters.sql.catalog.listing import SqlListing
from shop_adapters.sql.catalog.products import SqlProducts
from shop_adapters.sql.catalog.showcase import SqlShowcase
from shop_adapters.sql.database import Database
from shop_domain.catalog.model import Color, Size, Tag


class SqlCatalogPart:
    """Products, what they are sorted by, and what shoppers see of both."""

    def __init__(self, database: Database) -> None:
        """Speak through this database conversation."""
        self._database = database

    @property
    def listing(self) -> SqlListing:
        """Products in lists, as shoppers see them."""
        return SqlListing(self._database)

    @property
    def showcase(self) -> SqlShowcase:
        """Single products and labels, as shoppers see them."""
        return SqlShowcase(self._database)

    @property
    def products(self) -> SqlProducts:
        """Products as a whole."""
        return SqlProducts(self._database)

    @property
    def categories(self) -> SqlCategories:
        """The categories."""
        return SqlCategories(self._database)

    @property
    def colors(self) -> SqlLabels[Color]:
        """The colours, each slug once."""
        return SqlLabels(self._database, Color)

    @property
    def sizes(self) -> SqlLabels[Size]:
        """The sizes, each slug once."""
        return SqlLabels(self._database, Size)

    @property
    def tags(self) -> SqlLabels[Tag]:
        """The tags, each slug once."""
        return SqlLabels(self._database, Tag)
