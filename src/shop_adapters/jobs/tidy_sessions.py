"""End sessions whose time is over, and forget those that ended long ago."""

from collections.abc import Callable

from shop_domain.auth.service.upkeep import UpkeepService


def tidy_sessions(upkeep: UpkeepService) -> Callable[[], bool]:
    """Make the job."""

    def run() -> bool:
        upkeep.clean_up()
        return False

    return run
