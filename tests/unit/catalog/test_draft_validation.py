"""What may a product's draft not be?"""

import pytest
from msgspec.structs import replace

from shop_domain.catalog.draft_validation import draft_errors
from shop_domain.catalog.drafts import ImageDraft
from shop_domain.kernel.money import Money
from tests.catalog_driver import a_draft, a_variant, eur


class TestADraft:
    @pytest.mark.parametrize(
        ("changed", "field"),
        [
            ({"slug": ""}, "slug"),
            ({"slug": "a b"}, "slug"),
            ({"slug": "x" * 161}, "slug"),
            ({"name": "  "}, "name"),
            ({"name": "x" * 256}, "name"),
            ({"name": "a\0"}, "name"),
            ({"name": "a\ud800"}, "name"),
            ({"description": "x" * 200_001}, "description"),
            ({"short_description": "x" * 501}, "short_description"),
            ({"tags": ("x" * 81,)}, "tags"),
            ({"tags": tuple(map(str, range(251)))}, "tags"),
            ({"categories": (("!",),)}, "categories"),
            ({"variants": ()}, "variants"),
            ({"variants": (a_variant(1, {"Size": "S"}), replace(a_variant(1), price=Money(1, "USD")))}, "variants"),
            ({"variants": (a_variant(sku="a", options={"Size": "S"}), a_variant(sku="a"))}, "sku"),
            ({"variants": (a_variant(-1),)}, "price"),
            ({"variants": (a_variant(compare_at=eur(-1)),)}, "price"),
            ({"variants": (a_variant(weight_grams=-1),)}, "weight_grams"),
            ({"variants": (a_variant(options={"Size": "x" * 81}),)}, "options"),
            ({"images": (ImageDraft(url="ftp://x/y"),)}, "images"),
            ({"images": (ImageDraft(url="//x/y"),)}, "images"),
            ({"images": (ImageDraft(url="https://x/a b"),)}, "images"),
            ({"images": (ImageDraft(url="https://["),)}, "images"),
        ],
    )
    def test_that_can_not_be_kept_is_named(self, changed, field):
        assert list(draft_errors(replace(a_draft(), **changed))) == [field]

    def test_that_fits_has_no_faults(self):
        assert (
            draft_errors(a_draft(images=(ImageDraft(url="/media/a.webp"), ImageDraft(url="https://x.example/a")))) == {}
        )
