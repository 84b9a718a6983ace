"""Who can sign in to the demo: nobody outside of development, since the passwords are known to everybody."""

from shop_adapters.composition.settings import Settings, ShopEnv
from shop_adapters.demo.people import PEOPLE, DemoPerson


def demo_logins(settings: Settings) -> tuple[DemoPerson, ...]:
    """Name the demo's people, if this shop has any."""
    return PEOPLE if settings.shop_env is ShopEnv.DEVELOPMENT else ()
