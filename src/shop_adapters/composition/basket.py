"""What carts and coupons are made of."""

from typing import Any

from dependency_injector import containers, providers

from shop_adapters.composition.settings import Settings
from shop_adapters.security.mail_addresses import is_address
from shop_domain.cart.cart_expiry import CartExpiry
from shop_domain.cart.guest_key import GuestKeyPolicy
from shop_domain.cart.service import CartMergeService, CartService, CartTidyService
from shop_domain.cart.service.reception import Reception
from shop_domain.pricing.service import CouponService


def guest_keys(settings: Settings) -> GuestKeyPolicy:
    """Seal guests' keys with the shop's secret."""
    return GuestKeyPolicy(secret=settings.secret_key.encode())


class Basket(containers.DeclarativeContainer):
    """The services of carts and coupons, and what they share."""

    settings = providers.Dependency(instance_of=Settings)
    clock: providers.Dependency[Any] = providers.Dependency()
    new_id: providers.Dependency[Any] = providers.Dependency()
    random_bytes: providers.Dependency[Any] = providers.Dependency()
    begin: providers.Dependency[Any] = providers.Dependency()
    read: providers.Dependency[Any] = providers.Dependency()

    keys = providers.Singleton(guest_keys, settings)
    currency = settings.provided.shop_currency

    carts = providers.Singleton(
        CartService,
        begin=begin,
        read=read,
        clock=clock,
        new_id=new_id,
        reception=providers.Singleton(Reception, keys=keys, random_bytes=random_bytes),
        is_address=providers.Object(is_address),
        currency=currency,
    )
    cart_merge = providers.Singleton(
        CartMergeService, begin=begin, clock=clock, new_id=new_id, keys=keys, currency=currency
    )
    cart_tidy = providers.Singleton(CartTidyService, begin=begin, clock=clock, expiry=CartExpiry())
    coupons = providers.Singleton(CouponService, begin=begin, read=read, clock=clock, new_id=new_id, currency=currency)
