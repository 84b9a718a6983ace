"""The catalogue, for everybody."""

from typing import Final

import msgspec
from litestar import Controller, Response, get
from litestar.datastructures import CacheControlHeader
from litestar.di import NamedDependency
from litestar.params import FromPath

from shop_domain.catalog.errors import CategoryNotFound, ProductNotFound
from shop_domain.catalog.facet_value_pages import facet_value_page
from shop_domain.catalog.storefront_views import Taxonomy
from shop_http.dependencies import Catalog, CurrentPage, HeldVersion
from shop_http.guards import public
from shop_http.schemas.catalog import ProductOut, ProductSummaryOut
from shop_http.schemas.catalog_query import ProductsQuery
from shop_http.schemas.catalog_taxonomy import CategoryOut, CollectionOut, ColorOut, FacetsOut, ProductResults, TermOut
from shop_http.schemas.paging import Results

REVALIDATE: Final = CacheControlHeader(public=True, max_age=0)
"""Answers may be kept, and are asked for again each time."""


class ProductController(Controller):
    """What is for sale."""

    path = "/api/v1/products"
    tags = ["Catalogue"]

    @get(
        "/",
        guards=[public],
        operation_id="ListProducts",
        cache_control=REVALIDATE,
    )
    def list_products(
        self, params: NamedDependency[ProductsQuery], pagination: CurrentPage, catalog: Catalog
    ) -> ProductResults:
        """List products: searched, filtered, in the order that is asked for."""
        wanted = params.to_product_query(pagination.request, catalog.currency)
        page = pagination.results(catalog.list_products(wanted), ProductSummaryOut.of)
        results = ProductResults(count=page.count, next=page.next, previous=page.previous, results=page.results)
        if not params.facets:
            return results
        return msgspec.structs.replace(results, facets=FacetsOut.of(catalog.facets(wanted.filter)))

    @get(
        "/{key:str}/",
        guards=[public],
        operation_id="ShowProduct",
        cache_control=REVALIDATE,
        refuses=(ProductNotFound,),
    )
    def show_product(self, key: FromPath[str], if_none_match: HeldVersion, catalog: Catalog) -> Response[ProductOut]:
        """Show a product with its variants, by its slug or its id."""
        if if_none_match:
            if_none_match.raise_if_matches(_etag(catalog.product_state(key)))
        product = catalog.product(key)
        return Response(ProductOut.of(product), headers={"ETag": _etag(product.state)})

    @get("/{key:str}/related/", guards=[public], operation_id="ListRelatedProducts", refuses=(ProductNotFound,))
    def list_related(self, key: FromPath[str], catalog: Catalog) -> Results[ProductSummaryOut]:
        """List the products that are most like this one."""
        found = tuple(map(ProductSummaryOut.of, catalog.related(key)))
        return Results(count=len(found), next=None, previous=None, results=found)


class TaxonomyController(Controller):
    """What products are sorted by."""

    path = "/api/v1"
    tags = ["Catalogue"]

    @get(
        "/categories/",
        guards=[public],
        operation_id="ListCategories",
        cache_control=REVALIDATE,
    )
    def list_categories(
        self, pagination: CurrentPage, if_none_match: HeldVersion, catalog: Catalog
    ) -> Response[Results[CategoryOut]]:
        """List the outermost categories, each with those inside it."""
        catalogue = _current_state(if_none_match, catalog)
        page = facet_value_page(catalogue.categories, pagination.request)
        return Response(pagination.results(page, CategoryOut.of), headers={"ETag": _etag(catalogue.state)})

    @get("/categories/{slug:str}/", guards=[public], operation_id="ShowCategory", refuses=(CategoryNotFound,))
    def show_category(self, slug: FromPath[str], catalog: Catalog) -> CategoryOut:
        """Show a category with those inside it."""
        return CategoryOut.of(catalog.category(slug))

    @get(
        "/colors/",
        guards=[public],
        operation_id="ListColors",
        cache_control=REVALIDATE,
    )
    def list_colors(
        self, pagination: CurrentPage, if_none_match: HeldVersion, catalog: Catalog
    ) -> Response[Results[ColorOut]]:
        """List the colours."""
        catalogue = _current_state(if_none_match, catalog)
        return Response(
            pagination.results(facet_value_page(catalogue.colors, pagination.request), ColorOut.of),
            headers={"ETag": _etag(catalogue.state)},
        )

    @get(
        "/sizes/",
        guards=[public],
        operation_id="ListSizes",
        cache_control=REVALIDATE,
    )
    def list_sizes(
        self, pagination: CurrentPage, if_none_match: HeldVersion, catalog: Catalog
    ) -> Response[Results[TermOut]]:
        """List the sizes, from small to large."""
        catalogue = _current_state(if_none_match, catalog)
        return Response(
            pagination.results(facet_value_page(catalogue.sizes, pagination.request), TermOut.of),
            headers={"ETag": _etag(catalogue.state)},
        )

    @get(
        "/tags/",
        guards=[public],
        operation_id="ListTags",
        cache_control=REVALIDATE,
    )
    def list_tags(
        self, pagination: CurrentPage, if_none_match: HeldVersion, catalog: Catalog
    ) -> Response[Results[TermOut]]:
        """List the tags."""
        catalogue = _current_state(if_none_match, catalog)
        return Response(
            pagination.results(facet_value_page(catalogue.tags, pagination.request), TermOut.of),
            headers={"ETag": _etag(catalogue.state)},
        )

    @get(
        "/collections/",
        guards=[public],
        operation_id="ListCollections",
        cache_control=REVALIDATE,
    )
    def list_collections(self, pagination: CurrentPage) -> Results[CollectionOut]:
        """List the collections; the shop has none yet."""
        none: tuple[CollectionOut, ...] = ()
        return pagination.results(facet_value_page(none, pagination.request), lambda collection: collection)


def _current_state(if_none_match: HeldVersion, catalog: Catalog) -> Taxonomy:
    """Read the labels, unless the caller holds them as they are."""
    if if_none_match:
        if_none_match.raise_if_matches(_etag(catalog.catalog_state()))
    return catalog.taxonomy()


def _etag(state: str) -> str:
    return f'"{state}"'
