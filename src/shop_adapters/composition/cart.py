"""What carts and coupons are made of."""

from dependency_injector import providers

from shop_adapters.composition.settings import Settings
from shop_adapters.composition.system import SystemContainer
from shop_adapters.security.email_addresses import is_email_address
from shop_domain.cart.cart_expiry import CartExpiry
from shop_domain.cart.guest_key import GuestKeyPolicy
from shop_domain.cart.service import CartCleanupService, CartMergeService, CartService
from shop_domain.cart.service.resolve_cart import CartResolver
from shop_domain.pricing.service import CouponService


def guest_key_policy(settings: Settings) -> GuestKeyPolicy:
    """Seal guests' keys with the shop's secret."""
    return GuestKeyPolicy(secret=settings.secret_key.encode())


class CartContainer(SystemContainer):
    """The services of carts and coupons, and what they share."""

    settings, clock, new_id = SystemContainer.settings, SystemContainer.clock, SystemContainer.new_id
    begin, read, random_bytes = SystemContainer.begin, SystemContainer.read, SystemContainer.random_bytes

    guest_keys = providers.Singleton(guest_key_policy, settings)
    currency = settings.provided.shop_currency

    carts = providers.Singleton(
        CartService,
        begin=begin,
        read=read,
        clock=clock,
        new_id=new_id,
        resolver=providers.Singleton(CartResolver, keys=guest_keys, random_bytes=random_bytes),
        is_address=providers.Object(is_email_address),
        currency=currency,
    )
    cart_merge = providers.Singleton(
        CartMergeService, begin=begin, clock=clock, new_id=new_id, keys=guest_keys, currency=currency
    )
    cart_cleanup = providers.Singleton(CartCleanupService, begin=begin, clock=clock, expiry=CartExpiry())
    coupons = providers.Singleton(CouponService, begin=begin, read=read, clock=clock, new_id=new_id, currency=currency)
