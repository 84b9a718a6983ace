"""What does a product show in a list, and by which words is it found?"""

from uuid import UUID

from msgspec.structs import replace
from uuid_utils.compat import uuid7

from shop_domain.catalog.model import CategoryId, TagId, Variant, VariantId
from shop_domain.catalog.product_summary import primary_image, product_summary, search_text_of
from shop_domain.catalog.search import matches, parse_query
from shop_domain.catalog.storefront_views import FacetValue
from tests.builders import a_picture, a_product, eur

MUGS, CLAY, BLUE = CategoryId(uuid7()), TagId(uuid7()), TagId(uuid7())
NAMES: dict[UUID, FacetValue] = {
    id_: FacetValue(id=id_, slug=name.lower(), name=name)
    for id_, name in ((MUGS, "Mugs"), (CLAY, "Clay"), (BLUE, "Blue"))
}


def a_variant(size: str, price: int, **given) -> Variant:
    return Variant(id=VariantId(uuid7()), sku=f"SKU-{size}", options={"Size": size}, price=eur(price), **given)


MUG = replace(
    a_product(category_ids=(MUGS,), tag_ids=(CLAY, BLUE), description="<p>Holds <b>tea</b></p>"),
    variants=(a_variant("L", 1_200), a_variant("S", 900), a_variant("XXL", 100, is_active=False)),
)


def test_a_list_shows_the_prices_and_options_of_what_is_on_offer():
    shown = product_summary(MUG, NAMES)
    assert (shown.price, shown.max_price) == (eur(900), eur(1_200))
    assert shown.options == {"Size": ("L", "S")}
    assert ([c.name for c in shown.categories], [t.name for t in shown.tags]) == (["Mugs"], ["Blue", "Clay"])


def test_the_primary_picture_stands_for_the_product_else_the_first():
    side, front = a_picture("/side.png", position=0), a_picture("/front.png", position=1, is_primary=True)
    assert primary_image([side, front]) == front
    assert primary_image([replace(front, is_primary=False), side]) == side
    assert primary_image([]) is None


def test_a_product_is_found_by_its_names_options_skus_and_text_without_markup():
    text = search_text_of(MUG, NAMES)
    assert all(matches(text, parse_query(word)) for word in ("mug", "clay", "SKU-S", "xxl", "tea"))
    assert not matches(text, parse_query("bold"))
