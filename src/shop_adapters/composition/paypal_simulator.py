"""The account at the shop's own PayPal, which serves development where no credentials are set.

Every process with the same settings knows the same account, so that commands reach what the serving process offers.
"""

from collections.abc import Mapping
from hashlib import sha256
from hmac import new as mac
from typing import Final

from shop_adapters.composition.payment_providers import NO_SIMULATOR_ACCOUNTS
from shop_adapters.composition.settings import Settings, ShopEnv
from shop_adapters.payments.paypal.account import PayPalAccount
from shop_domain.payments.model import Method

MOUNT_PATH: Final = "/_sim/paypal"
WILDCARD_HOSTS: Final = frozenset({"0.0.0.0", "::"})  # noqa: S104 - compared, not listened on


def simulator_accounts(settings: Settings) -> Mapping[Method, PayPalAccount]:
    """Answer the accounts at local providers by method; there are none outside of development."""
    if settings.shop_env is not ShopEnv.DEVELOPMENT or settings.paypal_client_id is not None:
        return NO_SIMULATOR_ACCOUNTS
    account = PayPalAccount(
        base_url=server_url(settings) + MOUNT_PATH,
        client_id="local-client",
        client_secret=_secret(settings),
        webhook_id="LOCALPAYPALWEBHOOK",
        brand_name="",
        browser_url=settings.public_url + MOUNT_PATH,
    )
    return {Method.PAYPAL: account}


def shared_simulator_url(settings: Settings) -> str | None:
    """Tell where the local PayPal listens that several serving processes share; None where there is none."""
    is_shared = settings.shop_env is ShopEnv.DEVELOPMENT and settings.paypal_client_secret == _secret(settings)
    return settings.paypal_base if is_shared else None


def _secret(settings: Settings) -> str:
    return mac(settings.secret_key.encode(), b"local PayPal", sha256).hexdigest()


def server_url(settings: Settings) -> str:
    """Tell where the serving process is reached from this machine."""
    host = "127.0.0.1" if settings.host in WILDCARD_HOSTS else settings.host
    return f"http://{f'[{host}]' if ':' in host else host}:{settings.port}"
