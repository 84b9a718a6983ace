"""Events that only tests know, a clock that they set, and a subscriber that listens."""

from datetime import UTC, datetime, timedelta
from threading import Lock
from uuid import UUID

from shop_adapters.jobs.relay_outbox import OutboxRelay
from shop_domain.kernel.events import Event
from shop_domain.notifications.delivery_retry import DeliveryRetryPolicy

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
RETRY = DeliveryRetryPolicy(initial_delay=timedelta(seconds=4), factor=2, max_delay=timedelta(minutes=1), max_tries=3)


class SampleEvent(Event, frozen=True, kw_only=True):
    """A bell tolled."""

    key: str
    times: int = 1

    @property
    def ordering_key(self) -> str:
        return f"bell:{self.key}"


class Clock:
    """Tells the time that it was set to."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **by: float) -> None:
        self.now += timedelta(**by)


class RecordingSubscriber:
    """Hears events, once each by their id, unless it was told to fail."""

    def __init__(self) -> None:
        self.received: list[tuple[str, int]] = []
        self.calls = 0
        self.fails_for: set[str] = set()
        self._known: set[UUID] = set()
        self._lock = Lock()

    def __call__(self, event_id: UUID, event: Event) -> None:
        assert isinstance(event, SampleEvent)
        with self._lock:
            self.calls += 1
            if event.key in self.fails_for:
                raise ConnectionError(f"Authorization: Bearer secret-{event.key}")
            if event_id not in self._known:
                self._known.add(event_id)
                self.received.append((event.key, event.times))


def publish_events(store, *keys: str) -> None:
    with store.begin() as tx:
        tx.outbox.add(*(SampleEvent(key=bell, times=times, at=NOW) for times, bell in enumerate(keys)))


def relay_to(*subscribers, store, clock) -> OutboxRelay:
    return OutboxRelay(
        begin=store.begin, read=store.read, clock=clock, jitter=lambda: 0.0, subscribers=subscribers, retry=RETRY
    )


def deliver_all(relay: OutboxRelay) -> None:
    for _ in range(200):
        if not relay.deliver_due():
            return
    raise AssertionError("the relay never comes to an end")
