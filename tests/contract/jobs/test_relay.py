"""Stored events reach their subscribers: at least once, in order, whatever fails."""

from concurrent.futures import ThreadPoolExecutor

import pytest
import structlog

from shop_adapters.jobs.relay_outbox import LEASE
from shop_domain.kernel.events import Event
from tests.contract.jobs.relay_driver import NOW, Clock, RecordingSubscriber, deliver_all, publish_events, relay_to


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def subscriber() -> RecordingSubscriber:
    return RecordingSubscriber()


@pytest.fixture
def relay(store, clock, subscriber):
    return relay_to(subscriber, store=store, clock=clock)


def test_every_event_is_delivered_once_and_in_order(store, relay, subscriber):
    publish_events(store, "a", "b", "a", "a", "c", "b")
    deliver_all(relay)
    assert sorted(subscriber.received) == [("a", 0), ("a", 2), ("a", 3), ("b", 1), ("b", 5), ("c", 4)]
    assert [times for bell, times in subscriber.received if bell == "a"] == [0, 2, 3]
    deliver_all(relay)
    assert subscriber.calls == 6


def test_a_poison_event_holds_back_its_own_subject_alone(store, relay, subscriber):
    publish_events(store, "poison", "poison", "a", "b", "a")
    subscriber.fails_for = {"poison"}
    deliver_all(relay)
    assert sorted(subscriber.received) == [("a", 2), ("a", 4), ("b", 3)]


def test_a_failed_event_is_tried_again_after_growing_pauses_and_then_given_up(store, relay, subscriber, clock):
    publish_events(store, "poison")
    subscriber.fails_for = {"poison"}
    deliver_all(relay)
    for pause in (2, 4):
        clock.advance(seconds=pause - 0.01)
        assert relay.deliver_due() == 0
        clock.advance(seconds=0.01)
        assert relay.deliver_due() == 1
    clock.advance(days=30)
    assert relay.deliver_due() == 0
    assert subscriber.calls == 3


def test_a_later_event_goes_on_where_an_earlier_one_was_given_up(store, relay, subscriber, clock):
    publish_events(store, "a", "a")
    subscriber.fails_for = {"a"}
    for _ in range(3):
        deliver_all(relay)
        clock.advance(minutes=1)
    subscriber.fails_for = set()
    deliver_all(relay)
    assert subscriber.received == [("a", 1)]


def test_an_event_that_succeeds_later_is_delivered_before_its_followers(store, relay, subscriber, clock):
    publish_events(store, "a", "a", "a")
    subscriber.fails_for = {"a"}
    deliver_all(relay)
    subscriber.fails_for = set()
    clock.advance(minutes=1)
    deliver_all(relay)
    assert subscriber.received == [("a", 0), ("a", 1), ("a", 2)]


def test_a_relay_that_dies_between_delivering_and_noting_it_loses_nothing_and_doubles_nothing(store, clock, subscriber):
    publish_events(store, "a", "a")

    def die(_event_id: object, _event: Event) -> None:
        raise SystemExit

    dying = relay_to(subscriber, die, store=store, clock=clock)
    with pytest.raises(SystemExit):
        dying.deliver_due()
    survivor = relay_to(subscriber, store=store, clock=clock)
    deliver_all(survivor)
    assert subscriber.calls == 1
    clock.advance(seconds=LEASE.total_seconds())
    deliver_all(survivor)
    assert subscriber.received == [("a", 0), ("a", 1)]
    assert subscriber.calls == 3


def test_every_subscriber_receives_an_event_although_one_of_them_fails_at_first(store, clock):
    first, second = RecordingSubscriber(), RecordingSubscriber()
    second.fails_for = {"a"}
    relay = relay_to(first, second, store=store, clock=clock)
    publish_events(store, "a")
    deliver_all(relay)
    second.fails_for = set()
    clock.advance(minutes=1)
    deliver_all(relay)
    assert (first.received, second.received) == ([("a", 0)], [("a", 0)])


def test_an_event_that_this_version_does_not_know_is_kept_for_one_that_does(store, relay, subscriber, clock):
    class FutureEvent(Event, frozen=True, kw_only=True):
        @property
        def ordering_key(self) -> str:
            return "bell:unheard"

    with store.begin() as tx:
        tx.outbox.add(FutureEvent(at=NOW))
    FutureEvent.__name__ = "Forgotten"
    publish_events(store, "a")
    deliver_all(relay)
    assert subscriber.received == [("a", 0)]
    clock.advance(minutes=1)
    assert relay.deliver_due() == 1


def test_many_relays_at_once_deliver_each_event_once_and_in_order(store, subscriber, clock):
    publish_events(store, *(f"{number % 7}" for number in range(70)))
    relays = [relay_to(subscriber, store=store, clock=clock) for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        for _ in range(30):
            for done in [pool.submit(deliver_all, relay) for relay in relays]:
                done.result(60)
    assert len(subscriber.received) == subscriber.calls == 70
    for bell in range(7):
        times = [times for heard, times in subscriber.received if heard == str(bell)]
        assert times == sorted(times)


def test_the_reason_of_a_failure_is_told_without_its_secrets_and_that_it_is_given_up_loudly(
    store, relay, subscriber, clock
):
    publish_events(store, "poison")
    subscriber.fails_for = {"poison"}
    with structlog.testing.capture_logs() as lines:
        for _ in range(3):
            deliver_all(relay)
            clock.advance(minutes=1)
    assert [(line["log_level"], line["event"]) for line in lines] == [
        ("warning", "event postponed"),
        ("warning", "event postponed"),
        ("error", "event given up"),
    ]
    assert lines[0]["reason"] == "ConnectionError: Authorization: Bearer ********"
