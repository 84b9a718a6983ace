"""What product does a draft make, and is it any different from the one that is there?"""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from msgspec.structs import replace
from uuid_utils.compat import uuid7

from shop_domain.catalog.drafts import ImageDraft, ProductDraft
from shop_domain.catalog.model import ColorId, Product, Rating, SizeId, TagId
from shop_domain.catalog.product_from_draft import ResolvedTaxonomy, facet_value_names, product_from_draft
from shop_domain.catalog.variants import OptionIds
from tests.catalog_driver import START, a_draft, a_variant

LATER = START + timedelta(days=1)
RED, SMALL, TAG = ColorId(uuid7()), SizeId(uuid7()), TagId(uuid7())
RESOLVED = ResolvedTaxonomy(
    option_ids=OptionIds(colors={"red": RED}, sizes={"s": SMALL}), tag_ids=(TAG,), category_ids=()
)


def made(draft: ProductDraft, existing: Product | None = None) -> Product:
    return product_from_draft(draft, existing, RESOLVED, uuid7, LATER if existing else START)


MUG = made(a_draft(images=(ImageDraft(url="/a.png"), ImageDraft(url="/b.png"))))


def test_a_new_product_has_an_id_of_its_own_and_was_never_stored():
    assert isinstance(MUG.id, UUID)
    assert (MUG.version, MUG.created_at, MUG.slug, MUG.tag_ids) == (0, START, "mug", (TAG,))


def test_a_draft_that_changes_nothing_gives_the_product_that_is_there():
    stored = replace(MUG, version=7, rating=Rating(average=450, count=2))
    draft = a_draft(images=(ImageDraft(url="/a.png"), ImageDraft(url="/b.png")))
    assert made(draft, stored) is stored


@pytest.mark.parametrize(
    "given", [{"name": "Cup"}, {"price": 999}, {"images": ()}, {"is_active": False}, {"description": "<p>New</p>"}]
)
def test_any_other_draft_changes_it_and_keeps_what_is_not_the_merchants_to_say(given):
    stored = replace(MUG, version=7, rating=Rating(average=450, count=2))
    values: dict[str, Any] = {"images": (ImageDraft(url="/a.png"), ImageDraft(url="/b.png")), **given}
    draft = a_draft(**values)
    after = made(draft, stored)
    assert after != stored
    assert (after.id, after.version, after.rating, after.created_at, after.updated_at) == (
        stored.id,
        7,
        stored.rating,
        START,
        LATER,
    )


def test_a_description_is_made_safe_and_gives_the_short_one_unless_there_is_one():
    unsafe = a_draft(description="<p>Good <script>alert(1)</script>clay</p>")
    assert "script" not in made(unsafe).description
    assert made(unsafe).short_description == "Good clay"
    assert made(replace(unsafe, short_description="Clay.")).short_description == "Clay."
    assert made(replace(unsafe, short_description="")).short_description == ""


def test_a_picture_keeps_its_id_wherever_it_moves_and_the_first_one_stands_for_the_product():
    moved = made(a_draft(images=(ImageDraft(url="/b.png"), ImageDraft(url="/b.png"), ImageDraft(url="/c.png"))), MUG)
    assert [(image.url, image.position, image.is_primary) for image in moved.images] == [
        ("/b.png", 0, True),
        ("/c.png", 1, False),
    ]
    assert moved.images[0].id == MUG.images[1].id


def test_facet_values_are_gathered_by_slug_in_one_order_with_the_first_spelling():
    draft = a_draft(
        variants=(
            a_variant(options={"Color": "Sea Blue", "Size": "S"}),
            a_variant(options={"Color": "amber", "Size": "s"}),
        ),
        tags=("New", "new ", "!", "Clay"),
    )
    names = facet_value_names(draft)
    assert list(names.colors.items()) == [("amber", "amber"), ("sea-blue", "Sea Blue")]
    assert (names.sizes, names.tags) == ({"s": "S"}, {"clay": "Clay", "new": "New"})
