"""Products as a client sees them."""

import re

import pytest

from tests.catalog_driver import a_draft
from tests.contract.http.catalog.catalog_steps import API, SHIRT, list_results, list_slugs


class TestAProduct:
    def test_has_every_field_that_is_promised(self, client, add_products):
        add_products(SHIRT)
        product = client.get(f"{API}/products/shirt/").json()
        assert {name: type(value).__name__ for name, value in product.items()} == {
            "id": "str",
            "slug": "str",
            "name": "str",
            "short_description": "str",
            "description": "str",
            "price": "str",
            "compare_at_price": "str",
            "currency": "str",
            "on_sale": "bool",
            "in_stock": "bool",
            "categories": "list",
            "tags": "list",
            "images": "list",
            "variants": "list",
            "attributes": "dict",
            "seo": "dict",
            "rating": "dict",
            "metadata": "dict",
            "is_active": "bool",
            "created_at": "str",
            "updated_at": "str",
        }
        assert (product["price"], product["compare_at_price"], product["currency"]) == ("40.00", "50.00", "EUR")
        assert [label["slug"] for label in product["categories"]] == ["shirts"]
        assert [image["is_primary"] for image in product["images"]] == [True, False]
        assert set(product["images"][0]["sizes"]) == {"thumbnail", "medium", "large"}
        assert product["rating"] == {"average": 0.0, "count": 0}
        assert product["seo"] == {"title": "Linen shirt", "description": "Cool."}
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z", product["created_at"])

    def test_shows_each_variant_with_what_can_be_had(self, client, add_products):
        add_products(SHIRT)
        first, second = client.get(f"{API}/products/shirt/").json()["variants"]
        assert first | {"id": ""} == {
            "id": "",
            "sku": "S-1",
            "barcode": None,
            "color": "Blue",
            "size": "S",
            "options": {"Size": "S", "Color": "Blue"},
            "price": "40.00",
            "compare_at_price": "50.00",
            "in_stock": True,
            "available_quantity": 5,
            "weight_grams": 0,
        }
        assert (second["price"], second["compare_at_price"]) == ("45.00", None)

    def test_does_not_say_how_many_where_stock_is_untracked(self, client, add_products):
        add_products(a_draft(), on_hand=0, tracked=False)
        (variant,) = client.get(f"{API}/products/mug/").json()["variants"]
        assert variant["in_stock"] is True
        assert "available_quantity" not in variant

    def test_is_found_by_its_id(self, client, add_products):
        add_products(SHIRT)
        product = client.get(f"{API}/products/shirt/").json()
        assert client.get(f"{API}/products/{product['id']}/").json() == product
        assert client.get(f"{API}/products/shirt").json() == product

    @pytest.mark.parametrize("key", ["nothing", "0192f0c0-a000-7000-8000-00000000000a", "%00", "ü", "a" * 300])
    def test_that_is_not_there_is_not_found(self, client, key):
        for address in (f"{API}/products/{key}/", f"{API}/products/{key}/related/"):
            answer = client.get(address)
            assert answer.status_code == 404
            assert set(answer.json()) == {"detail", "code"}

    def test_is_not_sent_again_to_who_holds_it(self, client, add_products, shop):
        add_products(SHIRT)
        first = client.get(f"{API}/products/shirt/")
        held = {"If-None-Match": first.headers["etag"]}
        again = client.get(f"{API}/products/shirt/", headers=held)
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", first.headers["etag"])
        variant = shop.catalog().product("shirt").variants[0]
        shop.inventory().receive(variant.id, 1, "more")
        changed = client.get(f"{API}/products/shirt/", headers=held)
        assert changed.status_code == 200
        assert changed.json()["variants"][0]["available_quantity"] == 6
        assert changed.headers["etag"] != first.headers["etag"]


class TestALists:
    def test_shows_products_in_short(self, client, add_products):
        add_products(SHIRT)
        (product,) = list_results(client, "products/")
        assert "description" not in product
        assert "variants" not in product
        assert product["price_range"] == {"min": "40.00", "max": "45.00"}
        assert product["options"] == {"Size": ["S", "L"], "Color": ["Blue"]}
        assert [image["url"] for image in product["images"]] == ["/media/shirt.webp"]

    def test_is_counted_and_linked(self, client, add_products):
        add_products(*(a_draft(f"p{n}") for n in range(5)))
        page = client.get(f"{API}/products/", params={"page_size": 2, "ordering": "name"}).json()
        met = [product["slug"] for product in page["results"]]
        assert (page["count"], page["previous"]) == (5, None)
        while page["next"]:
            page = client.get(page["next"].removeprefix("https://shop.example")).json()
            met += [product["slug"] for product in page["results"]]
        assert met == ["p0", "p1", "p2", "p3", "p4"]
        assert client.get(f"{API}/products/", params={"page": 4, "page_size": 2}).status_code == 404
        assert client.get(f"{API}/products/", params={"count": "false"}).json()["count"] is None

    @pytest.mark.parametrize(
        ("parameters", "expected"),
        [
            ({"search": "linen"}, ["shirt"]),
            ({"search": "  LIN* "}, ["shirt"]),
            ({"search": ""}, ["bowl", "shirt"]),
            ({"category": "clothes"}, ["shirt"]),
            ({"category": ["clothes", "kitchen"]}, ["bowl", "shirt"]),
            ({"color": "Blue", "size": "s"}, ["shirt"]),
            ({"tag": ["summer", "clay"]}, ["bowl", "shirt"]),
            ({"min_price": "40", "max_price": "40.00"}, ["shirt"]),
            ({"min_price": "40.01"}, []),
            ({"in_stock": "false"}, []),
            ({"in_stock": "true", "on_sale": "true"}, ["shirt"]),
            ({"min_rating": "0"}, ["bowl", "shirt"]),
            ({"min_rating": "4.5"}, []),
            ({"ordering": "-price"}, ["shirt", "bowl"]),
        ],
    )
    def test_is_filtered(self, client, add_products, parameters, expected):
        add_products(SHIRT, a_draft("bowl", price=900, categories=(("Kitchen",),), tags=("Clay",)))
        assert list_slugs(client, **{"ordering": "name", **parameters}) == expected

    @pytest.mark.parametrize(
        ("parameters", "named"),
        [
            ({"category": "cellar"}, "category"),
            ({"color": "pink"}, "color"),
            ({"size": "huge"}, "size"),
            ({"tag": ["summer", "winter"]}, "tag"),
            ({"tag": ""}, "tag"),
            ({"min_price": "ten"}, "min_price"),
            ({"min_price": "-1"}, "min_price"),
            ({"max_price": "1.005"}, "max_price"),
            ({"max_price": "NaN"}, "max_price"),
            ({"max_price": "1e9"}, "max_price"),
            ({"in_stock": "maybe"}, "in_stock"),
            ({"on_sale": "2"}, "on_sale"),
            ({"min_rating": "6"}, "min_rating"),
            ({"min_rating": "Infinity"}, "min_rating"),
            ({"ordering": "random()"}, "ordering"),
            ({"ordering": "-relevance"}, "ordering"),
            ({"facets": "all"}, "facets"),
            ({"search": "x" * 201}, "search"),
            ({"page": "two"}, "page"),
            ({"page_size": "101"}, "page_size"),
            ({"page_size": "0"}, "page_size"),
            ({"cursor": "nonsense"}, "cursor"),
            ({"colour": "red"}, "colour"),
            ({"price__lt": "3"}, "price__lt"),
            ({"search": ["a", "b"]}, "search"),
        ],
    )
    def test_names_what_it_can_not_read(self, client, add_products, parameters, named):
        add_products(SHIRT)
        answer = client.get(f"{API}/products/", params=parameters)
        assert answer.status_code == 400, answer.text
        assert list(answer.json()) == [named]

    def test_names_the_currency_as_it_is_written(self, client):
        answer = client.get(f"{API}/products/", params={"min_price": "1.234", "max_price": "1.001"}).json()
        assert answer == {"min_price": ["EUR has 2 decimals."]}

    def test_counts_what_it_can_be_narrowed_by(self, client, add_products):
        add_products(SHIRT, a_draft("bowl", price=900, categories=(("Kitchen",),), tags=("Clay",)))
        answer = client.get(f"{API}/products/", params={"facets": "true", "category": "clothes"}).json()
        assert answer["facets"] == {
            "categories": [
                {"slug": "clothes", "name": "Clothes", "count": 1},
                {"slug": "shirts", "name": "Shirts", "count": 1},
            ],
            "colors": [{"slug": "blue", "name": "Blue", "count": 1}],
            "sizes": [{"slug": "l", "name": "L", "count": 1}, {"slug": "s", "name": "S", "count": 1}],
            "tags": [{"slug": "summer", "name": "Summer", "count": 1}],
            "prices": [{"min": "25.00", "max": "50.00", "count": 1}],
        }
        assert "facets" not in client.get(f"{API}/products/").json()

    @pytest.mark.parametrize(
        "text",
        [
            "' OR '1'='1",
            '"; DROP TABLE products; --',
            "a:* & !b",
            "NEAR(x y)",
            "\\",
            "%_%",
            "*",
            "-- x",
            "\u202e",
            "{}",
        ],
    )
    def test_takes_a_search_as_text(self, client, add_products, text):
        add_products(SHIRT)
        answer = client.get(f"{API}/products/", params={"search": text})
        assert answer.status_code == 200
        assert list_slugs(client) == ["shirt"]
