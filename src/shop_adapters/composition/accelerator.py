"""What a Redis speeds up, where one is named; without it everything is as right, and a little slower.

Its library is loaded only then: most shops need neither its memory nor its time to load.
"""

from typing import TYPE_CHECKING

from shop_adapters.composition.settings import Settings
from shop_adapters.redis.nothing_known import NothingKnown, NothingShared

if TYPE_CHECKING:
    from shop_adapters.redis.known_refusals import RedisRefusals
    from shop_adapters.redis.shared_rate import SharedRate


def known_refusals(settings: Settings) -> "RedisRefusals | NothingKnown":
    """Share what is known of limits over all processes, or know nothing."""
    if settings.redis_url is None:
        return NothingKnown()
    from shop_adapters.redis.known_refusals import RedisRefusals

    return RedisRefusals(settings.redis_url)


def shared_rate(settings: Settings) -> "SharedRate | NothingShared":
    """Count a client's requests to all processes together, or leave it to each of them."""
    if settings.redis_url is None:
        return NothingShared()
    from shop_adapters.redis.shared_rate import SharedRate

    return SharedRate(settings.redis_url)
