"""Which payment providers the shop has: those with credentials, and in development a local PayPal."""

from collections.abc import Callable, Mapping
from typing import Final

from shop_adapters.composition.settings import Settings
from shop_adapters.payments.paypal.account import PayPalAccount
from shop_adapters.payments.paypal.gateway import PayPalGateway
from shop_adapters.payments.transaction_guard import TransactionGuard
from shop_domain.payments.model import Method
from shop_domain.payments.ports import PaymentProvider

NO_SIMULATOR_ACCOUNTS: Final[Mapping[Method, PayPalAccount]] = {}


def payment_providers(
    settings: Settings, *, in_transaction: Callable[[], bool], simulator_accounts: Mapping[Method, PayPalAccount]
) -> Mapping[Method, PaymentProvider]:
    """Put the configured providers behind the guard that keeps them out of transactions.

    A simulator's account is used where no credentials are set, and never in production.
    """
    fallbacks = NO_SIMULATOR_ACCOUNTS if settings.is_production else simulator_accounts
    paypal = paypal_account(settings) or fallbacks.get(Method.PAYPAL)
    providers: dict[Method, PaymentProvider] = {}
    if paypal is not None:
        providers[Method.PAYPAL] = TransactionGuard(PayPalGateway(paypal), in_transaction)
    return providers


def paypal_account(settings: Settings) -> PayPalAccount | None:
    """Read the merchant's account; None where there are no credentials."""
    if settings.paypal_client_id is None or settings.paypal_client_secret is None:
        return None
    return PayPalAccount(
        base_url=settings.paypal_base,
        client_id=settings.paypal_client_id,
        client_secret=settings.paypal_client_secret,
        webhook_id=settings.paypal_webhook_id,
        brand_name="",
    )
