"""Buy something in a shop that lives in memory: the real rules, no database, no HTTP, nobody is charged.

Run it with `.venv/bin/python examples/dry_run_in_memory.py`.
"""

from secrets import token_hex

from dependency_injector import providers

from shop_adapters.composition.container import Shop, build
from shop_adapters.composition.settings import MEMORY_URL, Settings, ShopEnv
from shop_adapters.payments.in_memory import InMemoryPaymentProvider
from shop_domain.cart.guest_key import hash_guest_key
from shop_domain.cart.model import CartOwner
from shop_domain.cart.resolved_cart import Shopper
from shop_domain.catalog.drafts import ProductDraft, VariantDraft
from shop_domain.catalog.model import VariantId
from shop_domain.checkout.model import CheckoutDetails
from shop_domain.inventory.model import StockLevel
from shop_domain.kernel.money import parse_money
from shop_domain.orders.access import OrderViewer
from shop_domain.payments.model import Method

ADDRESS = {"first_name": "Ada", "address_line_1": "1 Mill Lane", "city": "London", "country": "GB"}


def open_shop() -> tuple[Shop, InMemoryPaymentProvider]:
    """Make a shop in memory, with a provider that asks nobody."""
    settings = Settings(shop_env=ShopEnv.TESTING, secret_key=token_hex(32), database_url=MEMORY_URL)
    shop, provider = build(settings), InMemoryPaymentProvider()
    shop.payment_providers.override(providers.Object({Method.PAYPAL: provider}))  # pyright: ignore[reportUnknownMemberType]
    return shop, provider


def add_product(shop: Shop, price: str, units: int) -> VariantId:
    """Put one product on sale."""
    variant = VariantDraft(options={}, price=parse_money(price, "USD"))
    draft = ProductDraft(slug="teapot", name="Teapot", variants=(variant,), attributes={}, metadata={})
    variant_id = shop.catalog_import().upsert_product(draft).product.variants[0].id
    shop.inventory().upsert_level(StockLevel(variant_id=variant_id, on_hand=units, reserved=0))
    return variant_id


def main() -> None:
    """Buy two teapots and tell what happened."""
    shop, provider = open_shop()
    teapot = add_product(shop, "49.90", units=5)

    view = shop.carts().add_item(Shopper(), teapot, 2, request_id=None, expected_version=None)
    guest = CartOwner(guest=hash_guest_key(view.new_guest_key or ""))
    wanted = CheckoutDetails(
        owner=guest,
        payment_method="PAYPAL",
        shipping_address=ADDRESS,
        email="ada@example.com",
        expected_total="99.80",
    )
    started = shop.checkout().start(wanted, None)
    provider.approve(started.payment.provider_id or "")
    shop.payment_completion().complete_on_return(Method.PAYPAL, started.payment.provider_id or "")

    summary = shop.orders().order(started.order.number, OrderViewer(owner=guest))
    level = shop.inventory().level(teapot)
    order = summary.placed.order
    print(f"{order.status.value}: {order.grand_total} {order.currency}, {level.available} teapots left")


if __name__ == "__main__":
    main()
