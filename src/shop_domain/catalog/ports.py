"""What the catalogue needs from outside."""

from collections.abc import Sequence
from typing import Protocol, TypeVar

import msgspec

from shop_domain.catalog.listing import Named, ProductFilter, ProductQuery
from shop_domain.catalog.model import Category, Color, Product, ProductId, Size, Tag
from shop_domain.catalog.shown import Catalogue, Facets, ProductCard, ProductShown
from shop_domain.kernel.paging import Page

L = TypeVar("L")


class Listed(msgspec.Struct, frozen=True, kw_only=True):
    """A page of products, and which of the slugs that were asked for exist."""

    page: Page[ProductCard]
    named: Named


class Listing(Protocol):
    """Products in lists, as shoppers see them: only those on sale."""

    def page(self, query: ProductQuery) -> Listed:
        """Read one page; raise PageNotFound where its number is beyond the last, InvalidFields for a foreign cursor."""
        ...

    def facets(self, wanted: ProductFilter, currency: str) -> Facets:
        """Count the listed products by each label and price band."""
        ...

    def related(self, product_id: ProductId, limit: int) -> tuple[ProductCard, ...]:
        """Find products most like one: by shared tags, then from its categories, the most bought first."""
        ...


class Showcase(Protocol):
    """Single products, as shoppers see them."""

    def product(self, key: str) -> ProductShown | None:
        """Read the product with this slug or id, or None where none is on sale."""
        ...

    def state(self, key: str) -> str | None:
        """Tell the state that the product's page would have, without reading the rest."""
        ...

    def catalogue(self) -> Catalogue:
        """Read everything that products are sorted by, with the number of products on sale."""
        ...

    def catalogue_state(self) -> str:
        """Tell the state that the catalogue has now, without reading the rest."""
        ...


class ProductRepository(Protocol):
    """Products as a whole, for those who keep the shelves; guarded by an optimistic version."""

    def by_slug(self, slug: str) -> Product | None:
        """Read a product that is about to be changed."""
        ...

    def save(self, product: Product) -> Product:
        """Store the product and return it at its next version; raise ConcurrentUpdate or SkuTaken."""
        ...


class Labels(Protocol[L]):
    """Labels of one kind, each slug once."""

    def keep(self, wanted: Sequence[L]) -> tuple[L, ...]:
        """Store those whose slug is new, and return all of them as they are stored."""
        ...


class CategoryRepository(Protocol):
    """The categories."""

    def all(self) -> tuple[Category, ...]:
        """Read every category."""
        ...

    def add(self, category: Category) -> None:
        """Store a new category; raise StorageBusy where one of its slug was made in between."""
        ...


class CatalogTx(Protocol):
    """The part of a transaction that the catalogue uses."""

    @property
    def listing(self) -> Listing: ...
    @property
    def showcase(self) -> Showcase: ...
    @property
    def products(self) -> ProductRepository: ...
    @property
    def categories(self) -> CategoryRepository: ...
    @property
    def colors(self) -> Labels[Color]: ...
    @property
    def sizes(self) -> Labels[Size]: ...
    @property
    def tags(self) -> Labels[Tag]: ...
