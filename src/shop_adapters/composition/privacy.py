"""A person's data: what exports and erases it."""

from dependency_injector import providers

from shop_adapters.composition.auth import AuthContainer
from shop_adapters.composition.checkout import CheckoutContainer
from shop_domain.privacy.service.erase_account import AccountErasureService
from shop_domain.privacy.service.export_personal_data import DataExportService
from shop_domain.privacy.service.handle_account_closed import AccountClosedHandler


class PrivacyContainer(AuthContainer, CheckoutContainer):
    """Export and erasure."""

    begin, read, clock = AuthContainer.begin, AuthContainer.read, AuthContainer.clock

    data_export = providers.Singleton(DataExportService, read=read, clock=clock)
    account_erasure = providers.Singleton(
        AccountErasureService, begin=begin, clock=clock, confirm_password=AuthContainer.confirm_password
    )
    account_closed = providers.Singleton(
        AccountClosedHandler,
        begin=begin,
        cancel_unpaid_orders=CheckoutContainer.unpaid_order_cancellation.provided.cancel_all_of,
    )
