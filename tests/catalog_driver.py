"""Products for tests of the catalogue: `a_draft` makes one, a `Merchant` puts them into any storage."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from uuid_utils.compat import uuid7

from shop_adapters.memory.store import MemoryStore
from shop_adapters.sql.store import SqlStore
from shop_domain.catalog.drafts import ImageDraft, ProductDraft, UpsertResult, VariantDraft
from shop_domain.catalog.model import Product, VariantId
from shop_domain.catalog.product_query import Ordering, ProductFilter, ProductQuery
from shop_domain.catalog.service import CatalogImportService, CatalogService
from shop_domain.catalog.storefront_views import ProductListItem
from shop_domain.inventory.model import StockLevel
from shop_domain.inventory.service import InventoryService
from shop_domain.kernel.money import Money
from shop_domain.kernel.paging import Page, PageRequest
from tests.auth_driver import HERE, a_staff_member

START = datetime(2026, 1, 1, tzinfo=UTC)


def eur(minor: int) -> Money:
    return Money(minor, "EUR")


def a_variant(price: int = 1_000, options: Mapping[str, str] | None = None, **given: Any) -> VariantDraft:
    return VariantDraft(options=options or {}, price=eur(price), **given)


def a_draft(slug: str = "mug", **given: Any) -> ProductDraft:
    """Make a product of one variant that costs ten euros, unless told otherwise."""
    variants = given.pop("variants", None) or (a_variant(given.pop("price", 1_000)),)
    values: dict[str, Any] = {"name": slug.capitalize(), "attributes": {}, "metadata": {}, **given}
    return ProductDraft(slug=slug, variants=tuple(variants), **values)


def a_picture(url: str) -> ImageDraft:
    return ImageDraft(url=url, alt="A picture")


class CatalogDriver:
    """The catalogue and the stock of one storage; every use case happens a second after the one before."""

    def __init__(self, store: MemoryStore | SqlStore) -> None:
        self.store = store
        seconds = count()
        clock = lambda: START + timedelta(seconds=next(seconds))  # noqa: E731
        self.catalog = CatalogService(read=store.read, currency="EUR")
        self.importer = CatalogImportService(begin=store.begin, clock=clock, new_id=uuid7)
        self.stock = InventoryService(begin=store.begin, read=store.read, clock=clock, new_id=uuid7)

    def upsert(self, *drafts: ProductDraft) -> list[UpsertResult]:
        return [self.importer.upsert_product(draft) for draft in drafts]

    def put_up_for_sale(self, *drafts: ProductDraft, on_hand: int = 5) -> list[Product]:
        """Put products on the shelf with so many of each variant."""
        products = [put.product for put in self.upsert(*drafts)]
        for product in products:
            self.set_stock(product, on_hand)
        return products

    def set_stock(self, product: Product, on_hand: int, **limits: bool) -> None:
        for variant in product.variants:
            self.stock.upsert_level(StockLevel(variant_id=variant.id, on_hand=on_hand, reserved=0, **limits))

    def remove_stock(self, variant_id: VariantId, quantity: int) -> None:
        self.stock.adjust(a_staff_member(self.store), variant_id, -quantity, "broken", HERE)

    def page(self, ordering: Ordering = Ordering.NAME_ASC, *, size: int = 20, **wanted: Any) -> Page[ProductListItem]:
        query = ProductQuery(filter=ProductFilter(**wanted), ordering=ordering, page=PageRequest(size=size))
        return self.catalog.list_products(query)

    def names(self, ordering: Ordering = Ordering.NAME_ASC, **wanted: Any) -> list[str]:
        return slugs(self.page(ordering, size=100, **wanted).items)


def slugs(cards: Iterable[ProductListItem]) -> list[str]:
    return [card.summary.slug for card in cards]
