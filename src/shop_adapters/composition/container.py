"""The composition root: what the shop is made of."""

from dependency_injector import providers

from shop_adapters.addresses.check import check_address
from shop_adapters.composition.cart import CartContainer
from shop_adapters.composition.catalog import CatalogContainer
from shop_adapters.composition.notifications import NotificationsContainer
from shop_adapters.composition.privacy import PrivacyContainer
from shop_adapters.composition.redis import shared_rate_limit
from shop_adapters.composition.settings import Settings
from shop_adapters.composition.staff import StaffContainer
from shop_adapters.security.response_cipher import AesResponseCipher
from shop_domain.accounts.service import AccountService
from shop_domain.kernel.service import IdempotencyService


class Shop(PrivacyContainer, NotificationsContainer, StaffContainer, CartContainer, CatalogContainer):
    """One shop: the services of every context on one system (system.py).

    What a provider gives has a type: `build(settings).carts()` is a `CartService`.
    """

    settings, clock, new_id = StaffContainer.settings, StaffContainer.clock, StaffContainer.new_id
    begin, read = StaffContainer.begin, StaffContainer.read

    accounts = providers.Singleton(
        AccountService,
        begin=begin,
        read=read,
        clock=clock,
        new_id=new_id,
        check_address=providers.Object(check_address),
    )
    idempotency = providers.Singleton(
        IdempotencyService,
        begin=begin,
        clock=clock,
        new_id=new_id,
        cipher=providers.Singleton(AesResponseCipher, settings.provided.secret_key),
    )
    shared_rate_limit = providers.Singleton(shared_rate_limit, settings)


def build(settings: Settings) -> Shop:
    """Put a shop together; nothing is connected before it is first used."""
    return Shop(settings=providers.Object(settings))
