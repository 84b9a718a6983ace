"""What an import of products promises, on every storage."""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from shop_adapters.jobs.import_products import ProductImporter
from shop_domain.catalog.errors import ProductNotFound
from tests.catalog_driver import CatalogDriver, eur
from tests.contract.jobs.import_driver import PICTURE, ImportDriver, a_record, another_record, counts, write_csv

SAMPLES = Path(os.environ.get("SHOP_SAMPLE_CATALOGUE", Path(__file__).parents[4] / "shared/catalogue"))


@pytest.fixture
def importer(store, tmp_path) -> ImportDriver:
    return ImportDriver(CatalogDriver(store), tmp_path)


RAINBOW: Iterable[dict[str, str]] = (
    a_record(
        "rainbow-kite",
        **{
            "Title": "Rainbow kite",
            "Body (HTML)": "<p>Flies\nhigh.</p><script>x()</script>",
            "Vendor": "Windmakers",
            "Type": "Toys",
            "Tags": "Wind, outdoor , Wind",
            "Option1 Name": "Colour",
            "Option1 Value": "Sky, blue",
            "Option2 Name": "Size",
            "Option2 Value": "Small",
            "Variant SKU": "RK-S",
            "Variant Grams": "310",
            "Variant Inventory Tracker": "shopify",
            "Variant Inventory Qty": "4",
            "Variant Price": "19.9",
            "Variant Compare At Price": "25",
            "Variant Barcode": "'4006381333931",
            "Image Src": PICTURE,
            "Image Position": "2",
            "Image Alt Text": "In the sky",
            "SEO Title": "A kite",
            "SEO Description": "For windy days",
            "Google Shopping / Gender": "Unisex",
        },
    ),
    another_record(
        "rainbow-kite",
        **{
            "Option1 Value": "Sky, blue",
            "Option2 Value": "Large",
            "Variant Inventory Tracker": "shopify",
            "Variant Inventory Qty": "0",
            "Variant Inventory Policy": "continue",
            "Variant Price": "29.90",
        },
    ),
    another_record("rainbow-kite", **{"Image Src": "https://pictures.example/kite-2.jpg", "Image Position": "1"}),
)


class TestAGoodFile:
    def test_becomes_products(self, importer):
        assert counts(importer.rows(*RAINBOW)) == (1, 0, 0, 0)
        product = importer.product("rainbow-kite")
        assert product.summary.name == "Rainbow kite"
        assert product.description == "<p>Flies\nhigh.</p>"
        assert [label.slug for label in product.summary.categories] == ["toys"]
        assert [label.name for label in product.summary.tags] == ["Wind", "outdoor"]
        assert [image.url for image in product.images] == ["https://pictures.example/kite-2.jpg", PICTURE]
        assert (product.images[1].alt, product.images[0].is_primary) == ("In the sky", True)
        assert (product.metadata, product.attributes) == ({"vendor": "Windmakers"}, {"Gender": "Unisex"})
        assert (product.seo.title, product.seo.description) == ("A kite", "For windy days")

    def test_has_its_options_as_colours_and_sizes(self, importer):
        importer.rows(*RAINBOW)
        small, large = importer.product("rainbow-kite").variants
        assert (small.sku, small.color, small.size, small.weight_grams) == ("RK-S", "Sky, blue", "Small", 310)
        assert (small.price, small.compare_at, small.barcode) == (eur(1_990), eur(2_500), "4006381333931")
        assert (large.sku, large.options) == (
            "rainbow-kite/sky-blue/large",
            {"Colour": "Sky, blue", "Size": "Large"},
        )
        assert (small.in_stock, small.available, large.in_stock, large.available) == (True, 4, True, None)

    def test_without_a_tracker_is_always_available(self, importer):
        importer.rows(a_record(**{"Variant Inventory Qty": "0"}))
        (variant,) = importer.product().variants
        assert (variant.in_stock, variant.available, variant.options, variant.sku) == (True, None, {}, "kite")

    def test_that_is_not_published_is_not_shown(self, importer):
        assert counts(importer.rows(a_record(Published="FALSE"))) == (1, 0, 0, 0)
        with pytest.raises(ProductNotFound):
            importer.product()

    @pytest.mark.parametrize("form", [{"newline": "\n", "mark": ""}, {"newline": "\r\n"}])
    def test_is_read_with_and_without_a_mark_and_in_either_end_of_line(self, importer, form):
        assert counts(importer.rows(*RAINBOW, a_record(), **form)) == (2, 0, 0, 0)

    def test_changes_nothing_the_second_time(self, importer):
        importer.rows(*RAINBOW, a_record())
        before = importer.merchant.catalog.catalog_state(), importer.product("rainbow-kite").state
        assert counts(importer.rows(*RAINBOW, a_record())) == (0, 0, 2, 0)
        assert (importer.merchant.catalog.catalog_state(), importer.product("rainbow-kite").state) == before

    def test_does_not_bring_stock_back_that_was_sold(self, importer):
        importer.rows(*RAINBOW)
        (small, _) = importer.product("rainbow-kite").variants
        importer.merchant.remove_stock(small.id, 3)
        importer.rows(*RAINBOW)
        assert importer.product("rainbow-kite").variants[0].available == 1

    def test_brings_in_what_changed(self, importer):
        importer.rows(a_record(), a_record("drum"))
        assert counts(importer.rows(a_record(**{"Variant Price": "13"}), a_record("drum"))) == (0, 1, 1, 0)
        assert importer.product().summary.price == eur(1_300)

    def test_tells_how_far_it_is(self, importer):
        importer.rows(a_record(), a_record("drum"))
        assert importer.steps == [(1, 2), (2, 2)]

    def test_that_was_begun_and_stopped_comes_to_the_same_end(self, importer):
        class Stopped(Exception):
            pass

        class Stops:
            """A warehouse that is gone at the second level."""

            def __init__(self) -> None:
                self.left = 1

            def upsert_level(self, level: Any) -> bool:
                if not self.left:
                    raise Stopped
                self.left -= 1
                return importer.merchant.stock.upsert_level(level)

        stopping: Any = Stops()
        path = write_csv(importer._folder, *RAINBOW, a_record())
        half = ProductImporter(catalog_import=importer.merchant.importer, inventory=stopping, currency="EUR")
        with pytest.raises(Stopped):
            half.run(path, lambda _done, _of: None)
        assert counts(importer.file(path)) == (1, 1, 0, 0)
        assert [v.available for v in importer.product("rainbow-kite").variants] == [4, None]
        assert counts(importer.file(path)) == (0, 0, 2, 0)


@pytest.mark.beside
@pytest.mark.skipif(not SAMPLES.is_dir(), reason="there are no sample catalogues beside the project")
@pytest.mark.parametrize(("name", "products", "variants"), [("apparel", 20, 22), ("home-and-garden", 20, 21)])
def test_real_files_go_in_as_they_are(importer, name, products, variants):
    report = importer.file(SAMPLES / f"{name}.csv")
    assert (report.created, report.errors) == (products, ())
    shown = [importer.product(slug) for slug in importer.merchant.names()]
    assert sum(len(product.variants) for product in shown) == variants
    assert all(product.in_stock for product in shown)
    assert counts(importer.file(SAMPLES / f"{name}.csv")) == (0, 0, products, 0)
