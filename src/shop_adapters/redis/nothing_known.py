"""What stands in for a Redis where none is named: the tallies find every refusal, and each process counts alone."""

from collections.abc import Sequence
from datetime import datetime

from shop_domain.auth.turned_away import Recollection


class NothingKnown:
    """Knows nothing of any limit and learns nothing."""

    def ask(self, subjects: Sequence[str]) -> Sequence[Recollection]:
        """Recall nothing."""
        del subjects
        return ()

    def learn(self, subject: str, until: datetime, *, asked: Recollection, now: datetime) -> None:
        """Let it pass."""

    def forget(self, subjects: Sequence[str]) -> None:
        """Let it pass."""

    def close(self) -> None:
        """Let it pass."""


class NothingShared:
    """Counts no requests."""

    async def take(self, client: str, *, interval: float, window: float) -> float | None:
        """Leave it to each process."""
        del client, interval, window
        return None

    async def close(self) -> None:
        """Let it pass."""
