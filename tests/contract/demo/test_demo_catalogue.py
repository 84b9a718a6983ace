"""The demo catalogue is worth looking at, and filling the shop with it twice changes nothing."""

import re
from pathlib import Path

import pytest
from PIL import Image

from shop_adapters.demo.catalogue import COLORS, THINGS, pictures_of
from shop_adapters.demo.load import DemoCatalogue
from shop_adapters.demo.motifs import MOTIFS
from shop_adapters.demo.pictures import WIDTHS, draw
from shop_domain.catalog.listing import Ordering, ProductFilter, ProductQuery
from shop_domain.kernel.paging import PageRequest
from tests.contract.storage.conftest import store
from tests.merchandise import Merchant

__all__ = ["store"]


@pytest.fixture
def merchant(store) -> Merchant:
    return Merchant(store)


def fill(merchant: Merchant, media: Path, currency: str = "EUR"):
    demo = DemoCatalogue(shelves=merchant.shelves, inventory=merchant.stock, currency=currency, media=media)
    return demo.load(lambda _done, _of: None)


@pytest.fixture
def media(tmp_path) -> Path:
    """Pretend that every picture is drawn already: that is tried on its own."""
    for thing in THINGS:
        for picture in pictures_of(thing):
            for width in WIDTHS.values():
                (tmp_path / f"{picture.name}-{width}.webp").touch()
    return tmp_path


def test_it_shows_something_of_everything(merchant, media):
    fill(merchant, media)
    query = ProductQuery(ordering=Ordering.NAME, page=PageRequest(size=100))
    page = merchant.catalog.list_products(query)
    faces = [card.face for card in page.items]
    assert page.count == len(THINGS) >= 60
    catalogue = merchant.catalog.catalogue()
    shelves = [shelf for top in catalogue.shelves for shelf in (top, *_below(top))]
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
    assert fill(merchant, media).products == len(THINGS)
    (mug,) = merchant.page(colors=("fog",), tags=("breakfast",)).items
    variant = merchant.catalog.product(mug.face.slug).variants[0]
    merchant.lose(variant.id, 5)
    before = merchant.catalog.catalogue_state(), merchant.catalog.product_state(mug.face.slug)
    again = fill(merchant, media)
    assert (again.products, again.pictures) == (0, 0)
    assert (merchant.catalog.catalogue_state(), merchant.catalog.product_state(mug.face.slug)) == before


@pytest.mark.parametrize(("currency", "price"), [("EUR", "18.50"), ("JPY", "1850"), ("KWD", "18.500")])
def test_prices_fit_every_currency(merchant, media, currency, price):
    fill(merchant, media, currency)
    assert str(merchant.catalog.product("morning-fog-mug").face.price) == price


def test_every_picture_has_something_to_show():
    assert {thing.motif for thing in THINGS} == set(MOTIFS)
    assert {color for thing in THINGS for color in thing.colors} == set(COLORS)
    assert len({picture.name for thing in THINGS for picture in pictures_of(thing)}) > len(THINGS)
    assert all(re.fullmatch(r"[a-z0-9-]+", picture.name) for thing in THINGS for picture in pictures_of(thing))


@pytest.mark.parametrize("motif", MOTIFS)
def test_a_picture_is_drawn_once_and_always_the_same(motif, tmp_path):
    picture = next(picture for thing in THINGS for picture in pictures_of(thing) if picture.motif == motif)
    assert draw(picture, tmp_path / "a")
    assert draw(picture, tmp_path / "b")
    assert not draw(picture, tmp_path / "a")
    drawn = sorted((tmp_path / "a").iterdir())
    assert [file.read_bytes() for file in drawn] == [file.read_bytes() for file in sorted((tmp_path / "b").iterdir())]
    looks = [looks_of(file) for file in drawn]
    assert {size for size, _ in looks} == {(width, width) for width in WIDTHS.values()}
    assert all(colors > 3 for _, colors in looks)


def looks_of(file: Path) -> tuple[tuple[int, int], int]:
    with Image.open(file) as picture:
        return picture.size, len(picture.convert("RGB").getcolors(10**6) or ())


def _below(shelf):
    return [below for child in shelf.children for below in (child, *_below(child))]
