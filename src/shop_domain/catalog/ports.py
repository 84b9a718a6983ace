"""What the catalogue needs from outside."""

from collections.abc import Sequence
from typing import Protocol, TypeVar

import msgspec

from shop_domain.catalog.model import Category, Color, Product, ProductId, Size, Tag
from shop_domain.catalog.product_query import KnownSlugs, ProductFilter, ProductQuery
from shop_domain.catalog.storefront_views import Facets, ProductDetail, ProductListItem, Taxonomy
from shop_domain.kernel.paging import Page

L = TypeVar("L")


class ListingResult(msgspec.Struct, frozen=True, kw_only=True):
    """A page of products, and which of the slugs that were asked for exist."""

    page: Page[ProductListItem]
    known_slugs: KnownSlugs


class ProductListing(Protocol):
    """Products in lists, as shoppers see them: only those on sale."""

    def page(self, query: ProductQuery) -> ListingResult:
        """Read one page; raise PageNotFound where its number is beyond the last, InvalidFields for a foreign cursor."""
        ...

    def facets(self, wanted: ProductFilter, currency: str) -> Facets:
        """Count the listed products by each label and price band."""
        ...

    def related(self, product_id: ProductId, limit: int) -> tuple[ProductListItem, ...]:
        """Find products most like one: by shared tags, then from its categories, the most bought first."""
        ...


class StorefrontCatalog(Protocol):
    """Single products, as shoppers see them."""

    def product(self, key: str) -> ProductDetail | None:
        """Read the product with this slug or id, or None where none is on sale."""
        ...

    def product_state(self, key: str) -> str | None:
        """Tell the state that the product's page would have, without reading the rest."""
        ...

    def taxonomy(self) -> Taxonomy:
        """Read everything that products are sorted by, with the number of products on sale."""
        ...

    def catalog_state(self) -> str:
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


class FacetValueRepository(Protocol[L]):
    """Labels of one kind, each slug once."""

    def get_or_create(self, wanted: Sequence[L]) -> tuple[L, ...]:
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
    def listing(self) -> ProductListing: ...
    @property
    def storefront(self) -> StorefrontCatalog: ...
    @property
    def products(self) -> ProductRepository: ...
    @property
    def categories(self) -> CategoryRepository: ...
    @property
    def colors(self) -> FacetValueRepository[Color]: ...
    @property
    def sizes(self) -> FacetValueRepository[Size]: ...
    @property
    def tags(self) -> FacetValueRepository[Tag]: ...
