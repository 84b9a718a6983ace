"""What the catalogue's routes say to the database: so much, and not one statement more."""

import pytest

from tests.catalog_driver import a_draft, a_variant
from tests.contract.http.statements import statements_of

API = "/api/v1"


@pytest.fixture(autouse=True)
def _products(shop):
    variants = tuple(a_variant(options={"Color": color, "Size": "S"}) for color in ("Red", "Blue", "Green"))
    for n in range(30):
        shop.catalog_import().upsert_product(
            a_draft(f"p{n}", variants=variants, categories=(("A", f"B{n % 3}"),), tags=("x", "y"))
        )


def statements_for(shop, client, address, status=200, **headers):
    with statements_of(shop) as statements:
        answer = client.get(f"{API}/{address}", headers=headers)
    assert answer.status_code == status, answer.text
    return len(statements)


@pytest.mark.parametrize(
    "query",
    [
        "",
        "page=2",
        "page_size=100",
        "category=a",
        "category=b1&color=red&color=blue&size=s&tag=x&tag=y&min_price=1&max_price=20&on_sale=false",
        "search=p1",
        "search=p1&ordering=name",
        "ordering=-price",
        "ordering=popularity",
    ],
)
def test_a_list_is_two_statements_and_one_once_its_count_is_known(shop, client, query):
    assert statements_for(shop, client, f"products/?{query}") == 2
    assert statements_for(shop, client, f"products/?{query}") == 1
    assert statements_for(shop, client, f"products/?{query}&count=false") == 1
    shop.catalog_import().upsert_product(a_draft("another", tags=("x", "y")))
    assert statements_for(shop, client, f"products/?{query}") == 2


@pytest.mark.parametrize("query", ["in_stock=true", "in_stock=false&category=a"])
def test_a_list_by_stock_is_counted_each_time(shop, client, query):
    assert [statements_for(shop, client, f"products/?{query}") for _ in range(3)] == [2, 2, 2]


def test_walking_costs_one_statement_a_page(shop, client):
    page = client.get(f"{API}/products/?page_size=10").json()
    while page["next"]:
        address = page["next"].partition(f"{API}/")[2]
        assert statements_for(shop, client, address) == 1
        page = client.get(f"{API}/{address}").json()


def test_a_product_is_one_statement_and_one_more_for_who_holds_an_older_one(shop, client):
    assert statements_for(shop, client, "products/p1/") == 1
    held = client.get(f"{API}/products/p1/").headers["etag"]
    assert statements_for(shop, client, "products/p1/", 304, **{"If-None-Match": held}) == 1
    assert statements_for(shop, client, "products/p1/", 200, **{"If-None-Match": '"older"'}) == 2
    assert statements_for(shop, client, "products/nothing/", 404) == 1


@pytest.mark.parametrize("address", ["categories/", "categories/a/", "colors/", "sizes/", "tags/"])
def test_the_taxonomy_is_counted_once_for_each_state_of_the_catalogue(shop, client, address):
    assert statements_for(shop, client, address) == 5
    assert statements_for(shop, client, address) == 1


def test_facets_are_counted_once_for_each_state_of_the_catalogue(shop, client):
    client.get(f"{API}/products/?tag=x")
    assert statements_for(shop, client, "products/?tag=x&facets=true") == 3
    assert statements_for(shop, client, "products/?tag=x&facets=true") == 2


def test_related_products_are_two_statements(shop, client):
    assert statements_for(shop, client, "products/p1/related/") == 2
