"""The demo catalogue is worth looking at, and filling the shop with it twice changes nothing."""

import re
from pathlib import Path

import pytest
from PIL import Image

from shop_adapters.demo.drawings import DRAWINGS
from shop_adapters.demo.load import DemoCatalogLoader
from shop_adapters.demo.product_drafts import COLORS, images_for
from shop_adapters.demo.product_images import WIDTHS, draw_image
from shop_adapters.demo.products import demo_products
from shop_domain.catalog.product_query import Ordering, ProductFilter, ProductQuery
from shop_domain.kernel.paging import PageRequest
from tests.catalog_driver import CatalogDriver
from tests.contract.storage.conftest import store

__all__ = ["store"]


@pytest.fixture
def merchant(store) -> CatalogDriver:
    return CatalogDriver(store)


def load_demo_products(merchant: CatalogDriver, media: Path, currency: str = "EUR"):
    demo = DemoCatalogLoader(catalog_import=merchant.importer, inventory=merchant.stock, currency=currency, media=media)
    return demo.load(lambda _done, _of: None)


@pytest.fixture
def media(tmp_path) -> Path:
    """Pretend that every picture is drawn already: that is tried on its own."""
    for thing in demo_products():
        for picture in images_for(thing):
            for width in WIDTHS.values():
                (tmp_path / f"{picture.name}-{width}.webp").touch()
    return tmp_path


def test_it_shows_something_of_everything(merchant, media):
    load_demo_products(merchant, media)
    query = ProductQuery(ordering=Ordering.NAME_ASC, page=PageRequest(size=100))
    page = merchant.catalog.list_products(query)
    faces = [card.summary for card in page.items]
    assert page.count == len(demo_products()) >= 60
    catalogue = merchant.catalog.taxonomy()
    shelves = [shelf for top in catalogue.categories for shelf in (top, *_descendants(top))]
    assert len(shelves) >= 6
    assert {shelf.depth for shelf in shelves} == {0, 1, 2}
    assert all(shelf.product_count for shelf in shelves)
    assert len(catalogue.colors) == len(COLORS)
    assert all(color.hex for color in catalogue.colors)
    assert len(catalogue.sizes) >= 6
    assert any(face.on_sale for face in faces)
    assert any(face.price.minor % 100 for face in faces)
    assert all(face.image and face.tags and face.short_description for face in faces)
    shown = [merchant.catalog.product(face.slug) for face in faces]
    assert all(product.description for product in shown)
    assert 3 <= sum(not product.in_stock for product in shown) < 10
    assert any(variant.available is None for product in shown for variant in product.variants)
    assert merchant.catalog.list_products(ProductQuery(filter=ProductFilter(in_stock=True))).count < page.count


def test_filling_the_shop_again_changes_nothing(merchant, media):
    assert load_demo_products(merchant, media).products == len(demo_products())
    (mug,) = merchant.page(colors=("fog",), tags=("breakfast",)).items
    variant = merchant.catalog.product(mug.summary.slug).variants[0]
    merchant.remove_stock(variant.id, 5)
    before = merchant.catalog.catalog_state(), merchant.catalog.product_state(mug.summary.slug)
    again = load_demo_products(merchant, media)
    assert (again.products, again.images) == (0, 0)
    assert (merchant.catalog.catalog_state(), merchant.catalog.product_state(mug.summary.slug)) == before


@pytest.mark.parametrize(("currency", "price"), [("EUR", "18.50"), ("JPY", "1850"), ("KWD", "18.500")])
def test_prices_fit_every_currency(merchant, media, currency, price):
    load_demo_products(merchant, media, currency)
    assert str(merchant.catalog.product("morning-fog-mug").summary.price) == price


def test_every_image_has_something_to_show():
    assert {thing.drawing for thing in demo_products()} == set(DRAWINGS)
    assert {color for thing in demo_products() for color in thing.colors} == set(COLORS)
    assert len({picture.name for thing in demo_products() for picture in images_for(thing)}) > len(demo_products())
    assert all(re.fullmatch(r"[a-z0-9-]+", picture.name) for thing in demo_products() for picture in images_for(thing))


@pytest.mark.parametrize("drawing", DRAWINGS)
def test_an_image_is_drawn_once_and_always_the_same(drawing, tmp_path):
    picture = next(picture for thing in demo_products() for picture in images_for(thing) if picture.drawing == drawing)
    assert draw_image(picture, tmp_path / "a")
    assert draw_image(picture, tmp_path / "b")
    assert not draw_image(picture, tmp_path / "a")
    drawn = sorted((tmp_path / "a").iterdir())
    assert [file.read_bytes() for file in drawn] == [file.read_bytes() for file in sorted((tmp_path / "b").iterdir())]
    looks = [size_and_colors(file) for file in drawn]
    assert {size for size, _ in looks} == {(width, width) for width in WIDTHS.values()}
    assert all(colors > 3 for _, colors in looks)


def size_and_colors(file: Path) -> tuple[tuple[int, int], int]:
    with Image.open(file) as picture:
        return picture.size, len(picture.convert("RGB").getcolors(10**6) or ())


def _descendants(category):
    return [below for child in category.children for below in (child, *_descendants(child))]
