"""Stored events reach their subscribers: at least once, in order, whatever fails."""

from concurrent.futures import ThreadPoolExecutor

import pytest
import structlog

from shop_adapters.jobs.relay_outbox import LEASE
from shop_domain.kernel.events import Event
from tests.contract.jobs.bells import NOW, Clock, Ear, deliver_all, relay_to, toll


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def ear() -> Ear:
    return Ear()


@pytest.fixture
def relay(store, clock, ear):
    return relay_to(ear, store=store, clock=clock)


def test_every_event_is_heard_once_and_in_order(store, relay, ear):
    toll(store, "a", "b", "a", "a", "c", "b")
    deliver_all(relay)
    assert sorted(ear.heard) == [("a", 0), ("a", 2), ("a", 3), ("b", 1), ("b", 5), ("c", 4)]
    assert [times for bell, times in ear.heard if bell == "a"] == [0, 2, 3]
    deliver_all(relay)
    assert ear.calls == 6


def test_a_poison_event_holds_back_its_own_thing_alone(store, relay, ear):
    toll(store, "poison", "poison", "a", "b", "a")
    ear.deaf_to = {"poison"}
    deliver_all(relay)
    assert sorted(ear.heard) == [("a", 2), ("a", 4), ("b", 3)]


def test_a_failed_event_is_tried_again_after_growing_pauses_and_then_given_up(store, relay, ear, clock):
    toll(store, "poison")
    ear.deaf_to = {"poison"}
    deliver_all(relay)
    for pause in (2, 4):
        clock.advance(seconds=pause - 0.01)
        assert relay.deliver_due() == 0
        clock.advance(seconds=0.01)
        assert relay.deliver_due() == 1
    clock.advance(days=30)
    assert relay.deliver_due() == 0
    assert ear.calls == 3


def test_a_later_event_goes_on_where_an_earlier_one_was_given_up(store, relay, ear, clock):
    toll(store, "a", "a")
    ear.deaf_to = {"a"}
    for _ in range(3):
        deliver_all(relay)
        clock.advance(minutes=1)
    ear.deaf_to = set()
    deliver_all(relay)
    assert ear.heard == [("a", 1)]


def test_an_event_that_succeeds_later_is_heard_before_its_followers(store, relay, ear, clock):
    toll(store, "a", "a", "a")
    ear.deaf_to = {"a"}
    deliver_all(relay)
    ear.deaf_to = set()
    clock.advance(minutes=1)
    deliver_all(relay)
    assert ear.heard == [("a", 0), ("a", 1), ("a", 2)]


def test_a_relay_that_dies_between_delivering_and_noting_it_loses_nothing_and_doubles_nothing(store, clock, ear):
    toll(store, "a", "a")

    def die(_event_id: object, _event: Event) -> None:
        raise SystemExit

    dying = relay_to(ear, die, store=store, clock=clock)
    with pytest.raises(SystemExit):
        dying.deliver_due()
    survivor = relay_to(ear, store=store, clock=clock)
    deliver_all(survivor)
    assert ear.calls == 1
    clock.advance(seconds=LEASE.total_seconds())
    deliver_all(survivor)
    assert ear.heard == [("a", 0), ("a", 1)]
    assert ear.calls == 3


def test_every_subscriber_hears_an_event_although_one_of_them_fails_at_first(store, clock):
    first, second = Ear(), Ear()
    second.deaf_to = {"a"}
    relay = relay_to(first, second, store=store, clock=clock)
    toll(store, "a")
    deliver_all(relay)
    second.deaf_to = set()
    clock.advance(minutes=1)
    deliver_all(relay)
    assert (first.heard, second.heard) == ([("a", 0)], [("a", 0)])


def test_an_event_that_this_version_does_not_know_is_kept_for_one_that_does(store, relay, ear, clock):
    class Unheard(Event, frozen=True, kw_only=True):
        @property
        def about(self) -> str:
            return "bell:unheard"

    with store.begin() as tx:
        tx.outbox.add(Unheard(at=NOW))
    Unheard.__name__ = "Forgotten"
    toll(store, "a")
    deliver_all(relay)
    assert ear.heard == [("a", 0)]
    clock.advance(minutes=1)
    assert relay.deliver_due() == 1


def test_many_relays_at_once_deliver_each_event_once_and_in_order(store, ear, clock):
    toll(store, *(f"{number % 7}" for number in range(70)))
    relays = [relay_to(ear, store=store, clock=clock) for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        for _ in range(30):
            for done in [pool.submit(deliver_all, relay) for relay in relays]:
                done.result(60)
    assert len(ear.heard) == ear.calls == 70
    for bell in range(7):
        times = [times for heard, times in ear.heard if heard == str(bell)]
        assert times == sorted(times)


def test_the_reason_of_a_failure_is_told_without_its_secrets_and_that_it_is_given_up_loudly(store, relay, ear, clock):
    toll(store, "poison")
    ear.deaf_to = {"poison"}
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
