"""The catalogue, for everybody."""

from typing import TypeAlias

import msgspec

from shop_domain.catalog.errors import CategoryNotFound, ProductNotFound
from shop_domain.catalog.facet_value_pages import facet_value_page
from shop_domain.catalog.service import CatalogService
from shop_domain.catalog.storefront_views import Taxonomy
from shop_http.answers import Reply
from shop_http.etags import IfNoneMatch
from shop_http.guards import Access
from shop_http.routing import Controller, get
from shop_http.schemas.catalog import ProductOut, ProductSummaryOut
from shop_http.schemas.catalog_query import ProductsQuery
from shop_http.schemas.catalog_taxonomy import CategoryOut, CollectionOut, ColorOut, FacetsOut, ProductResults, TermOut
from shop_http.schemas.paging import Pagination, Results

Summaries: TypeAlias = Results[ProductSummaryOut]
Categories: TypeAlias = Results[CategoryOut]
Colors: TypeAlias = Results[ColorOut]
Terms: TypeAlias = Results[TermOut]
Collections: TypeAlias = Results[CollectionOut]
REVALIDATE = 0
"""Answers may be kept, and are asked for again each time."""


class ProductController(Controller):
    """What is for sale."""

    path = "/api/v1/products"
    tag = "Catalogue"

    @get("/", access=Access.PUBLIC, operation_id="ListProducts", cached_for=REVALIDATE)
    def list_products(self, query: ProductsQuery, pagination: Pagination, catalog: CatalogService) -> ProductResults:
        """List products: searched, filtered, in the order that is asked for."""
        wanted = query.to_product_query(pagination.request, catalog.currency)
        page = pagination.results(catalog.list_products(wanted), ProductSummaryOut.of)
        results = ProductResults(count=page.count, next=page.next, previous=page.previous, results=page.results)
        if not query.facets:
            return results
        return msgspec.structs.replace(results, facets=FacetsOut.of(catalog.facets(wanted.filter)))

    @get(
        "/{key:str}/",
        access=Access.PUBLIC,
        operation_id="ShowProduct",
        refuses=(ProductNotFound,),
        cached_for=REVALIDATE,
    )
    def show_product(self, key: str, if_none_match: IfNoneMatch, catalog: CatalogService) -> Reply[ProductOut]:
        """Show a product with its variants, by its slug or its id."""
        if if_none_match:
            if_none_match.raise_if_matches(_etag(catalog.product_state(key)))
        product = catalog.product(key)
        return Reply(ProductOut.of(product), etag=_etag(product.state))

    @get("/{key:str}/related/", access=Access.PUBLIC, operation_id="ListRelatedProducts", refuses=(ProductNotFound,))
    def list_related(self, key: str, catalog: CatalogService) -> Summaries:
        """List the products that are most like this one."""
        found = tuple(map(ProductSummaryOut.of, catalog.related(key)))
        return Results(count=len(found), next=None, previous=None, results=found)


class TaxonomyController(Controller):
    """What products are sorted by."""

    path = "/api/v1"
    tag = "Catalogue"

    @get("/categories/", access=Access.PUBLIC, operation_id="ListCategories", cached_for=REVALIDATE)
    def list_categories(
        self, pagination: Pagination, if_none_match: IfNoneMatch, catalog: CatalogService
    ) -> Reply[Categories]:
        """List the outermost categories, each with those inside it."""
        catalogue = _current_state(if_none_match, catalog)
        page = facet_value_page(catalogue.categories, pagination.request)
        return Reply(pagination.results(page, CategoryOut.of), etag=_etag(catalogue.state))

    @get("/categories/{slug:str}/", access=Access.PUBLIC, operation_id="ShowCategory", refuses=(CategoryNotFound,))
    def show_category(self, slug: str, catalog: CatalogService) -> CategoryOut:
        """Show a category with those inside it."""
        return CategoryOut.of(catalog.category(slug))

    @get("/colors/", access=Access.PUBLIC, operation_id="ListColors", cached_for=REVALIDATE)
    def list_colors(self, pagination: Pagination, if_none_match: IfNoneMatch, catalog: CatalogService) -> Reply[Colors]:
        """List the colours."""
        catalogue = _current_state(if_none_match, catalog)
        return Reply(
            pagination.results(facet_value_page(catalogue.colors, pagination.request), ColorOut.of),
            etag=_etag(catalogue.state),
        )

    @get("/sizes/", access=Access.PUBLIC, operation_id="ListSizes", cached_for=REVALIDATE)
    def list_sizes(self, pagination: Pagination, if_none_match: IfNoneMatch, catalog: CatalogService) -> Reply[Terms]:
        """List the sizes, from small to large."""
        catalogue = _current_state(if_none_match, catalog)
        return Reply(
            pagination.results(facet_value_page(catalogue.sizes, pagination.request), TermOut.of),
            etag=_etag(catalogue.state),
        )

    @get("/tags/", access=Access.PUBLIC, operation_id="ListTags", cached_for=REVALIDATE)
    def list_tags(self, pagination: Pagination, if_none_match: IfNoneMatch, catalog: CatalogService) -> Reply[Terms]:
        """List the tags."""
        catalogue = _current_state(if_none_match, catalog)
        return Reply(
            pagination.results(facet_value_page(catalogue.tags, pagination.request), TermOut.of),
            etag=_etag(catalogue.state),
        )

    @get("/collections/", access=Access.PUBLIC, operation_id="ListCollections", cached_for=REVALIDATE)
    def list_collections(self, pagination: Pagination) -> Collections:
        """List the collections; the shop has none yet."""
        none: tuple[CollectionOut, ...] = ()
        return pagination.results(facet_value_page(none, pagination.request), lambda collection: collection)


def _current_state(if_none_match: IfNoneMatch, catalog: CatalogService) -> Taxonomy:
    """Read the labels, unless the caller holds them as they are."""
    if if_none_match:
        if_none_match.raise_if_matches(_etag(catalog.catalog_state()))
    return catalog.taxonomy()


def _etag(state: str) -> str:
    return f'"{state}"'
