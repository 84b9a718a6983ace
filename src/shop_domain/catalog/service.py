"""The catalogue: what shoppers look through, and how its shelves are filled."""

from typing import Final

from shop_domain.catalog.category_assignment import assign_categories
from shop_domain.catalog.category_tree import CategoryNode, CategoryTree
from shop_domain.catalog.draft_validation import draft_errors
from shop_domain.catalog.drafts import ProductDraft, UpsertOutcome, UpsertResult
from shop_domain.catalog.errors import CategoryNotFound, ProductNotFound
from shop_domain.catalog.model import Color, ColorId, Size, SizeId, Tag, TagId
from shop_domain.catalog.ports import CatalogTx
from shop_domain.catalog.product_from_draft import ResolvedTaxonomy, facet_value_names, product_from_draft
from shop_domain.catalog.product_query import ProductFilter, ProductQuery, require_known_slugs
from shop_domain.catalog.size_order import size_position
from shop_domain.catalog.slugs import slug_of
from shop_domain.catalog.storefront_views import Facets, ProductDetail, ProductListItem, Taxonomy
from shop_domain.catalog.variants import OptionIds
from shop_domain.kernel.errors import InvalidFields
from shop_domain.kernel.paging import Page
from shop_domain.kernel.ports import Begin, Clock, NewId
from shop_domain.kernel.retry import retry_on_storage_busy

MAX_RELATED: Final = 8


class CatalogService:
    """What shoppers look through."""

    def __init__(self, *, read: Begin[CatalogTx], currency: str) -> None:
        """Read from this storage; prices are shown in the shop's currency."""
        self._read = read
        self.currency = currency

    def list_products(self, query: ProductQuery) -> Page[ProductListItem]:
        """Show one page of the products that the filter lets through; raise InvalidFields or PageNotFound."""
        with self._read() as tx:
            listed = tx.listing.page(query)
        require_known_slugs(query.filter, listed.known_slugs)
        return listed.page

    def facets(self, wanted: ProductFilter) -> Facets:
        """Count what the filter lets through by each label and price band."""
        with self._read() as tx:
            return tx.listing.facets(wanted, self.currency)

    def product(self, key: str) -> ProductDetail:
        """Show the product with this slug or id; raise ProductNotFound."""
        with self._read() as tx:
            if (found := tx.storefront.product(key)) is None:
                raise ProductNotFound
            return found

    def product_state(self, key: str) -> str:
        """Tell the state of a product's page, which changes with it and its stock; raise ProductNotFound."""
        with self._read() as tx:
            if (state := tx.storefront.product_state(key)) is None:
                raise ProductNotFound
            return state

    def related(self, key: str) -> tuple[ProductListItem, ...]:
        """Show products that are most like this one; raise ProductNotFound."""
        with self._read() as tx:
            if (found := tx.storefront.product(key)) is None:
                raise ProductNotFound
            return tx.listing.related(found.summary.id, MAX_RELATED)

    def taxonomy(self) -> Taxonomy:
        """Show everything that products are sorted by."""
        with self._read() as tx:
            return tx.storefront.taxonomy()

    def catalog_state(self) -> str:
        """Tell the state of the catalogue, which changes with every product, category, colour, size and tag."""
        with self._read() as tx:
            return tx.storefront.catalog_state()

    def category(self, slug: str) -> CategoryNode:
        """Show a category with those inside it; raise CategoryNotFound."""
        if (found := self.taxonomy().category(slug)) is None:
            raise CategoryNotFound
        return found


class CatalogImportService:
    """How the shelves are filled."""

    def __init__(self, *, begin: Begin[CatalogTx], clock: Clock, new_id: NewId) -> None:
        self._begin = begin
        self._clock = clock
        self._new_id = new_id

    @retry_on_storage_busy
    def upsert_product(self, draft: ProductDraft) -> UpsertResult:
        """Make the product, or change it to be as the draft says; the same draft again writes nothing.

        Raises InvalidFields where it does not fit, SkuTaken where another product has one of its SKUs, CategoryTooDeep
        for a path that is too long.
        """
        if faults := draft_errors(draft):
            raise InvalidFields(faults)
        now = self._clock()
        with self._begin() as tx:
            before = tx.products.by_slug(draft.slug)
            product = product_from_draft(draft, before, self._resolved_taxonomy(tx, draft), self._new_id, now)
            if product is before:
                return UpsertResult(product=product, outcome=UpsertOutcome.UNCHANGED)
            outcome = UpsertOutcome.CHANGED if before else UpsertOutcome.CREATED
            return UpsertResult(product=tx.products.save(product), outcome=outcome)

    @retry_on_storage_busy
    def get_or_create_color(self, name: str, shade: str) -> Color:
        """Make a colour that looks like this (`#rrggbb`), unless existing is one of the name."""
        with self._begin() as tx:
            (color,) = tx.colors.get_or_create(
                [Color(id=ColorId(self._new_id()), slug=slug_of(name), name=name, hex=shade)]
            )
            return color

    def _resolved_taxonomy(self, tx: CatalogTx, draft: ProductDraft) -> ResolvedTaxonomy:
        names, new_id = facet_value_names(draft), self._new_id
        colors = tx.colors.get_or_create([Color(id=ColorId(new_id()), slug=s, name=n) for s, n in names.colors.items()])
        sizes = tx.sizes.get_or_create(
            [Size(id=SizeId(new_id()), slug=s, name=n, position=size_position(n)) for s, n in names.sizes.items()]
        )
        tags = tx.tags.get_or_create([Tag(id=TagId(new_id()), slug=s, name=n) for s, n in names.tags.items()])
        categories = tx.categories.all()
        shelves = assign_categories(draft.categories, categories, new_id)
        tree = CategoryTree((*categories, *shelves.new_categories))
        for category in shelves.new_categories:
            tree.require_valid_parent(category)
            tx.categories.add(category)
        return ResolvedTaxonomy(
            option_ids=OptionIds(colors={c.slug: c.id for c in colors}, sizes={s.slug: s.id for s in sizes}),
            tag_ids=tuple(sorted(tag.id for tag in tags)),
            category_ids=shelves.category_ids,
        )
