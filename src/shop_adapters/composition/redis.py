"""What a Redis does, where one is named; its library is loaded only then."""

from typing import TYPE_CHECKING

from shop_adapters.composition.settings import Settings
from shop_adapters.redis.without_redis import NoSharedRateLimit

if TYPE_CHECKING:
    from shop_adapters.redis.shared_rate_limit import SharedRateLimit


def shared_rate_limit(settings: Settings) -> "SharedRateLimit | NoSharedRateLimit":
    """Count a client's requests to all processes together, or leave it to each of them."""
    if settings.redis_url is None:
        return NoSharedRateLimit()
    from shop_adapters.redis.shared_rate_limit import SharedRateLimit

    return SharedRateLimit(settings.redis_url)
