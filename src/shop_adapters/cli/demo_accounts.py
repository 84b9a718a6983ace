"""Who can sign in to the demo: nobody outside of development, since the passwords are known to everybody."""

from shop_adapters.composition.settings import Settings, ShopEnv
from shop_adapters.demo.accounts import DEMO_ACCOUNTS, DemoAccount


def demo_accounts(settings: Settings) -> tuple[DemoAccount, ...]:
    """Name the demo's people, if this shop has any."""
    return DEMO_ACCOUNTS if settings.shop_env is ShopEnv.DEVELOPMENT else ()
