"""The catalogue: what shoppers look through, and how its shelves are filled."""

from typing import Final

from shop_domain.catalog.category_path import shelving
from shop_domain.catalog.category_tree import CategoryTree, Shelf
from shop_domain.catalog.draft_limits import faults_of
from shop_domain.catalog.drafting import Shelved, drafted, label_names
from shop_domain.catalog.drafts import Outcome, ProductDraft, Put
from shop_domain.catalog.errors import CategoryNotFound, ProductNotFound
from shop_domain.catalog.listing import ProductFilter, ProductQuery, refuse_unknown
from shop_domain.catalog.model import Color, ColorId, Size, SizeId, Tag, TagId
from shop_domain.catalog.ports import CatalogTx
from shop_domain.catalog.shown import Catalogue, Facets, ProductCard, ProductShown
from shop_domain.catalog.size_order import size_position
from shop_domain.catalog.slugs import slug_of
from shop_domain.catalog.variants import Labelled
from shop_domain.kernel.errors import InvalidFields
from shop_domain.kernel.paging import Page
from shop_domain.kernel.ports import Begin, Clock, NewId
from shop_domain.kernel.retry import retried

RELATED: Final = 8


class CatalogService:
    """What shoppers look through."""

    def __init__(self, *, read: Begin[CatalogTx], currency: str) -> None:
        """Read from this storage; prices are shown in the shop's currency."""
        self._read = read
        self.currency = currency

    def list_products(self, query: ProductQuery) -> Page[ProductCard]:
        """Show one page of the products that the filter lets through; raise InvalidFields or PageNotFound."""
        with self._read() as tx:
            listed = tx.listing.page(query)
        refuse_unknown(query.filter, listed.named)
        return listed.page

    def facets(self, wanted: ProductFilter) -> Facets:
        """Count what the filter lets through by each label and price band."""
        with self._read() as tx:
            return tx.listing.facets(wanted, self.currency)

    def product(self, key: str) -> ProductShown:
        """Show the product with this slug or id; raise ProductNotFound."""
        with self._read() as tx:
            if (found := tx.showcase.product(key)) is None:
                raise ProductNotFound
            return found

    def product_state(self, key: str) -> str:
        """Tell the state of a product's page, which changes with it and its stock; raise ProductNotFound."""
        with self._read() as tx:
            if (state := tx.showcase.state(key)) is None:
                raise ProductNotFound
            return state

    def related(self, key: str) -> tuple[ProductCard, ...]:
        """Show products that are most like this one; raise ProductNotFound."""
        with self._read() as tx:
            if (found := tx.showcase.product(key)) is None:
                raise ProductNotFound
            return tx.listing.related(found.face.id, RELATED)

    def catalogue(self) -> Catalogue:
        """Show everything that products are sorted by."""
        with self._read() as tx:
            return tx.showcase.catalogue()

    def catalogue_state(self) -> str:
        """Tell the state of the catalogue, which changes with every product, category, colour, size and tag."""
        with self._read() as tx:
            return tx.showcase.catalogue_state()

    def category(self, slug: str) -> Shelf:
        """Show a category with those inside it; raise CategoryNotFound."""
        if (found := self.catalogue().shelf(slug)) is None:
            raise CategoryNotFound
        return found


class ShelfService:
    """How the shelves are filled."""

    def __init__(self, *, begin: Begin[CatalogTx], clock: Clock, new_id: NewId) -> None:
        """Write to this storage."""
        self._begin = begin
        self._clock = clock
        self._new_id = new_id

    @retried
    def put_product(self, draft: ProductDraft) -> Put:
        """Make the product, or change it to be as the draft says; the same draft again writes nothing.

        Raises InvalidFields where it does not fit, SkuTaken where another product has one of its SKUs, CategoryTooDeep
        for a path that is too long.
        """
        if faults := faults_of(draft):
            raise InvalidFields(faults)
        now = self._clock()
        with self._begin() as tx:
            before = tx.products.by_slug(draft.slug)
            product = drafted(draft, before, self._shelved(tx, draft), self._new_id, now)
            if product is before:
                return Put(product=product, outcome=Outcome.UNCHANGED)
            outcome = Outcome.CHANGED if before else Outcome.CREATED
            return Put(product=tx.products.save(product), outcome=outcome)

    @retried
    def put_color(self, name: str, shade: str) -> Color:
        """Make a colour that looks like this (`#rrggbb`), unless there is one of the name."""
        with self._begin() as tx:
            (color,) = tx.colors.keep([Color(id=ColorId(self._new_id()), slug=slug_of(name), name=name, hex=shade)])
            return color

    def _shelved(self, tx: CatalogTx, draft: ProductDraft) -> Shelved:
        names, new_id = label_names(draft), self._new_id
        colors = tx.colors.keep([Color(id=ColorId(new_id()), slug=s, name=n) for s, n in names.colors.items()])
        sizes = tx.sizes.keep(
            [Size(id=SizeId(new_id()), slug=s, name=n, position=size_position(n)) for s, n in names.sizes.items()]
        )
        tags = tx.tags.keep([Tag(id=TagId(new_id()), slug=s, name=n) for s, n in names.tags.items()])
        categories = tx.categories.all()
        shelves = shelving(draft.categories, categories, new_id)
        tree = CategoryTree((*categories, *shelves.to_make))
        for category in shelves.to_make:
            tree.may_hold(category)
            tx.categories.add(category)
        return Shelved(
            labelled=Labelled(colors={c.slug: c.id for c in colors}, sizes={s.slug: s.id for s in sizes}),
            tag_ids=tuple(sorted(tag.id for tag in tags)),
            category_ids=shelves.into,
        )
