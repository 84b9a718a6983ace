"""Events that only tests know, a clock that they set, and a subscriber that listens."""

from datetime import UTC, datetime, timedelta
from threading import Lock
from uuid import UUID

from shop_adapters.jobs.relay_outbox import OutboxRelay
from shop_domain.kernel.events import Event
from shop_domain.notifications.delivery_retry import DeliveryRetry

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
RETRY = DeliveryRetry(first=timedelta(seconds=4), growth=2, longest=timedelta(minutes=1), tries=3)


class Tolled(Event, frozen=True, kw_only=True):
    """A bell tolled."""

    bell: str
    times: int = 1

    @property
    def about(self) -> str:
        return f"bell:{self.bell}"


class Clock:
    """Tells the time that it was set to."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **by: float) -> None:
        self.now += timedelta(**by)


class Ear:
    """Hears events, once each by their id, unless it was told to fail."""

    def __init__(self) -> None:
        self.heard: list[tuple[str, int]] = []
        self.calls = 0
        self.deaf_to: set[str] = set()
        self._known: set[UUID] = set()
        self._turn = Lock()

    def __call__(self, event_id: UUID, event: Event) -> None:
        assert isinstance(event, Tolled)
        with self._turn:
            self.calls += 1
            if event.bell in self.deaf_to:
                raise ConnectionError(f"Authorization: Bearer secret-{event.bell}")
            if event_id not in self._known:
                self._known.add(event_id)
                self.heard.append((event.bell, event.times))


def toll(store, *bells: str) -> None:
    with store.begin() as tx:
        tx.outbox.add(*(Tolled(bell=bell, times=times, at=NOW) for times, bell in enumerate(bells)))


def relay_to(*subscribers, store, clock) -> OutboxRelay:
    return OutboxRelay(
        begin=store.begin, read=store.read, clock=clock, chance=lambda: 0.0, subscribers=subscribers, retry=RETRY
    )


def deliver_all(relay: OutboxRelay) -> None:
    for _ in range(200):
        if not relay.deliver_due():
            return
    raise AssertionError("the relay never comes to an end")
