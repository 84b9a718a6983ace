"""What products are sorted by, as a client sees it."""

from tests.catalog_driver import a_draft
from tests.contract.http.catalog.catalog_steps import API, SHIRT, list_results, list_slugs


class TestTaxonomy:
    def test_categories_are_a_tree(self, client, add_products):
        add_products(SHIRT)
        (clothes,) = list_results(client, "categories/")
        (shirts,) = clothes["children"]
        assert (clothes["slug"], clothes["depth"], clothes["product_count"], clothes["parent_id"]) == (
            "clothes",
            0,
            1,
            None,
        )
        assert (shirts["slug"], shirts["depth"], shirts["parent_id"], shirts["children"]) == (
            "shirts",
            1,
            clothes["id"],
            [],
        )
        assert client.get(f"{API}/categories/shirts/").json() == shirts
        assert client.get(f"{API}/categories/cellar/").status_code == 404

    def test_colors_sizes_tags_and_collections_are_lists(self, client, add_products):
        add_products(SHIRT)
        assert list_slugs(client, "colors/") == ["blue"]
        assert list_slugs(client, "sizes/") == ["s", "l"]
        assert list_slugs(client, "tags/") == ["summer"]
        assert client.get(f"{API}/collections/").json() == {"count": 0, "next": None, "previous": None, "results": []}

    def test_are_paged(self, client, add_products):
        add_products(a_draft(tags=tuple(f"t{n}" for n in range(5))))
        first = client.get(f"{API}/tags/", params={"page_size": 2}).json()
        assert (first["count"], [tag["slug"] for tag in first["results"]]) == (5, ["t0", "t1"])
        second = client.get(first["next"].removeprefix("https://shop.example")).json()
        assert [tag["slug"] for tag in second["results"]] == ["t2", "t3"]
        back = client.get(second["previous"].removeprefix("https://shop.example")).json()
        assert back["results"] == first["results"]
        assert client.get(f"{API}/tags/", params={"page": 4, "page_size": 2}).status_code == 404

    def test_are_not_sent_again_to_who_holds_them(self, client, add_products):
        add_products(SHIRT)
        for address in ("categories/", "colors/", "sizes/", "tags/"):
            held = {"If-None-Match": client.get(f"{API}/{address}").headers["etag"]}
            assert client.get(f"{API}/{address}", headers=held).status_code == 304
            add_products(a_draft(f"after-{address[:-1]}"))
            assert client.get(f"{API}/{address}", headers=held).status_code == 200

    def test_related_products_are_a_list(self, client, add_products):
        add_products(SHIRT, a_draft("hat", tags=("Summer",)), a_draft("pan"))
        assert list_slugs(client, "products/shirt/related/") == ["hat"]
