"""The catalogue, for everybody."""

from typing import TypeAlias

import msgspec

from shop_domain.catalog.errors import CategoryNotFound, ProductNotFound
from shop_domain.catalog.label_list import label_page
from shop_domain.catalog.service import CatalogService
from shop_domain.catalog.shown import Catalogue
from shop_http.answers import Reply
from shop_http.etags import IfNoneMatch
from shop_http.guards import Access
from shop_http.routing import Controller, get
from shop_http.wire.catalog import ProductOut, ProductSummaryOut
from shop_http.wire.catalog_labels import CategoryOut, CollectionOut, ColorOut, FacetsOut, ProductResults, TermOut
from shop_http.wire.catalog_query import ProductsQuery
from shop_http.wire.paging import Listing, Results

Summaries: TypeAlias = Results[ProductSummaryOut]
Categories: TypeAlias = Results[CategoryOut]
Colors: TypeAlias = Results[ColorOut]
Terms: TypeAlias = Results[TermOut]
Collections: TypeAlias = Results[CollectionOut]
FRESH = 0
"""Answers may be kept, and are asked for again each time."""


class ProductController(Controller):
    """What is for sale."""

    path = "/api/v1/products"
    tag = "Catalogue"

    @get("/", access=Access.PUBLIC, operation_id="ListProducts", cached_for=FRESH)
    def list_products(self, query: ProductsQuery, listing: Listing, catalog: CatalogService) -> ProductResults:
        """List products: searched, filtered, in the order that is asked for."""
        wanted = query.wanted(listing.request, catalog.currency)
        page = listing.answer(catalog.list_products(wanted), ProductSummaryOut.of)
        results = ProductResults(count=page.count, next=page.next, previous=page.previous, results=page.results)
        if not query.facets:
            return results
        return msgspec.structs.replace(results, facets=FacetsOut.of(catalog.facets(wanted.filter)))

    @get("/{key:str}/", access=Access.PUBLIC, operation_id="ShowProduct", refuses=(ProductNotFound,), cached_for=FRESH)
    def show_product(self, key: str, held: IfNoneMatch, catalog: CatalogService) -> Reply[ProductOut]:
        """Show a product with its variants, by its slug or its id."""
        if held:
            held.stop_at(_tag(catalog.product_state(key)))
        product = catalog.product(key)
        return Reply(ProductOut.of(product), etag=_tag(product.state))

    @get("/{key:str}/related/", access=Access.PUBLIC, operation_id="ListRelatedProducts", refuses=(ProductNotFound,))
    def list_related(self, key: str, catalog: CatalogService) -> Summaries:
        """List the products that are most like this one."""
        found = tuple(map(ProductSummaryOut.of, catalog.related(key)))
        return Results(count=len(found), next=None, previous=None, results=found)


class LabelController(Controller):
    """What products are sorted by."""

    path = "/api/v1"
    tag = "Catalogue"

    @get("/categories/", access=Access.PUBLIC, operation_id="ListCategories", cached_for=FRESH)
    def list_categories(self, listing: Listing, held: IfNoneMatch, catalog: CatalogService) -> Reply[Categories]:
        """List the outermost categories, each with those inside it."""
        catalogue = _catalogue(held, catalog)
        page = label_page(catalogue.shelves, listing.request)
        return Reply(listing.answer(page, CategoryOut.of), etag=_tag(catalogue.state))

    @get("/categories/{slug:str}/", access=Access.PUBLIC, operation_id="ShowCategory", refuses=(CategoryNotFound,))
    def show_category(self, slug: str, catalog: CatalogService) -> CategoryOut:
        """Show a category with those inside it."""
        return CategoryOut.of(catalog.category(slug))

    @get("/colors/", access=Access.PUBLIC, operation_id="ListColors", cached_for=FRESH)
    def list_colors(self, listing: Listing, held: IfNoneMatch, catalog: CatalogService) -> Reply[Colors]:
        """List the colours."""
        catalogue = _catalogue(held, catalog)
        return Reply(
            listing.answer(label_page(catalogue.colors, listing.request), ColorOut.of), etag=_tag(catalogue.state)
        )

    @get("/sizes/", access=Access.PUBLIC, operation_id="ListSizes", cached_for=FRESH)
    def list_sizes(self, listing: Listing, held: IfNoneMatch, catalog: CatalogService) -> Reply[Terms]:
        """List the sizes, from small to large."""
        catalogue = _catalogue(held, catalog)
        return Reply(
            listing.answer(label_page(catalogue.sizes, listing.request), TermOut.of), etag=_tag(catalogue.state)
        )

    @get("/tags/", access=Access.PUBLIC, operation_id="ListTags", cached_for=FRESH)
    def list_tags(self, listing: Listing, held: IfNoneMatch, catalog: CatalogService) -> Reply[Terms]:
        """List the tags."""
        catalogue = _catalogue(held, catalog)
        return Reply(
            listing.answer(label_page(catalogue.tags, listing.request), TermOut.of), etag=_tag(catalogue.state)
        )

    @get("/collections/", access=Access.PUBLIC, operation_id="ListCollections", cached_for=FRESH)
    def list_collections(self, listing: Listing) -> Collections:
        """List the collections; the shop has none yet."""
        none: tuple[CollectionOut, ...] = ()
        return listing.answer(label_page(none, listing.request), lambda collection: collection)


def _catalogue(held: IfNoneMatch, catalog: CatalogService) -> Catalogue:
    """Read the labels, unless the caller holds them as they are."""
    if held:
        held.stop_at(_tag(catalog.catalogue_state()))
    return catalog.catalogue()


def _tag(state: str) -> str:
    return f'"{state}"'
