"""What stands in for a Redis where none is named: each process counts alone."""


class NoSharedRateLimit:
    """Counts no requests."""

    async def take(self, client: str, *, interval: float, window: float) -> float | None:
        del client, interval, window
        return None

    async def close(self) -> None:
        """Let it pass."""
