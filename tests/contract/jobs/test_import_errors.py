"""What an import does with records that are wrong, on every storage."""

import pytest

from shop_adapters.jobs.shopify.records import NotAProductFile
from tests.catalog_driver import CatalogDriver
from tests.contract.jobs.import_driver import (
    PICTURE,
    ImportDriver,
    a_record,
    another_record,
    counts,
    reported_errors,
    write_csv,
)


@pytest.fixture
def importer(store, tmp_path) -> ImportDriver:
    return ImportDriver(CatalogDriver(store), tmp_path)


class TestABadRecord:
    @pytest.mark.parametrize(
        ("cells", "column"),
        [
            ({"Variant Price": ""}, "Variant Price"),
            ({"Variant Price": "12,50"}, "Variant Price"),
            ({"Variant Price": "-1"}, "Variant Price"),
            ({"Variant Price": "1.005"}, "Variant Price"),
            ({"Variant Price": "1e3"}, "Variant Price"),
            ({"Variant Compare At Price": "much"}, "Variant Compare At Price"),
            ({"Variant Grams": "light"}, "Variant Grams"),
            ({"Variant Grams": "-1"}, "Variant Grams"),
            ({"Variant Grams": "NaN"}, "Variant Grams"),
            ({"Variant Inventory Qty": "some"}, "Variant Inventory Qty"),
            ({"Variant Inventory Qty": "1.5"}, "Variant Inventory Qty"),
            ({"Variant Inventory Policy": "maybe"}, "Variant Inventory Policy"),
            ({"Published": "perhaps"}, "Published"),
            ({"Title": ""}, "Title"),
            ({"Title": "x" * 256}, "Title"),
            ({"Handle": ""}, "Handle"),
            ({"Handle": "a/b"}, "Handle"),
            ({"Handle": "."}, "Handle"),
            ({"Handle": ".."}, "Handle"),
            ({"Handle": "%41"}, "Handle"),
            ({"Handle": "a%2Fb"}, "Handle"),
            ({"Handle": "a~b"}, "Handle"),
            ({"Option1 Name": "Size", "Option1 Value": ""}, "Size"),
            ({"Image Src": "javascript:alert(1)"}, "Image Src"),
            ({"Image Src": PICTURE, "Image Position": "first"}, "Image Position"),
            ({"Variant SKU": "x" * 81}, "Variant SKU"),
            ({"Type": "***"}, "Type"),
            ({"Tags": "x" * 81}, "Tags"),
            ({"Body (HTML)": "a\x00b"}, "NUL"),
        ],
    )
    def test_is_named_by_its_line_and_keeps_only_its_product_out(self, importer, cells, column):
        report = importer.rows(a_record("ball"), a_record(**cells), a_record("drum"))
        ((line, message),) = reported_errors(report)
        assert (line, counts(report)) == (3, (2, 0, 0, 1))
        assert column in message
        assert importer.merchant.names() == ["ball", "drum"]

    def test_further_down_keeps_the_whole_product_out(self, importer):
        size = {"Option1 Name": "Size", "Option1 Value": "S"}
        report = importer.rows(
            a_record("ball", **{"Body (HTML)": "one\ntwo\nthree"}),
            a_record(**size),
            another_record(**{"Option1 Value": "M", "Variant Price": "?", "Variant Grams": "?"}),
            another_record(**{"Option1 Value": "L", "Variant Price": "9"}),
            another_record(),
        )
        assert [line for line, _ in reported_errors(report)] == [6, 6, 8]
        assert importer.merchant.names() == ["ball"]

    def test_that_is_not_text_keeps_only_its_product_out(self, importer):
        path = write_csv(importer._folder, a_record("ball"), a_record(Title="KITE"), a_record("drum"))
        path.write_bytes(path.read_bytes().replace(b"KITE", b"KIT\xe9"))
        report = importer.file(path)
        assert [(line, "UTF-8" in message) for line, message in reported_errors(report)] == [(3, True)]
        assert importer.merchant.names() == ["ball", "drum"]

    def test_with_too_many_cells_keeps_only_its_product_out(self, importer):
        path = write_csv(importer._folder, a_record("ball"), a_record(), a_record("drum"))
        lines = path.read_text(encoding="utf-8-sig").splitlines()
        lines[2] += ",more"
        path.write_text("\n".join(lines))
        assert [line for line, _ in reported_errors(importer.file(path))] == [3]
        assert importer.merchant.names() == ["ball", "drum"]

    def test_a_variant_that_comes_twice(self, importer):
        size = {"Option1 Name": "Size", "Option1 Value": "S"}
        report = importer.rows(a_record(**size), another_record(**{"Option1 Value": "S", "Variant Price": "9"}))
        assert [line for line, _ in reported_errors(report)] == [3]
        assert importer.merchant.names() == []

    def test_a_handle_that_comes_again_elsewhere(self, importer):
        report = importer.rows(a_record(), a_record("drum"), a_record(Title="Another"))
        assert [line for line, _ in reported_errors(report)] == [4]
        assert importer.merchant.names() == ["drum"]

    def test_a_sku_that_another_product_has(self, importer):
        sku = {"Variant SKU": "S-1"}
        report = importer.rows(a_record("ball", **sku), a_record(**sku))
        assert [line for line, _ in reported_errors(report)] == [3]
        report = importer.rows(a_record("drum", **sku))
        assert [line for line, _ in reported_errors(report)] == [2]
        assert importer.merchant.names() == ["ball"]

    @pytest.mark.parametrize("text", ["", "a,b,c\r\n1,2,3\r\n", "Handle,Title\r\nkite,Kite\r\n"])
    def test_a_file_of_another_kind_is_refused_as_a_whole(self, importer, tmp_path, text):
        path = tmp_path / "other.csv"
        path.write_text(text)
        with pytest.raises(NotAProductFile, match="no column"):
            importer.file(path)
