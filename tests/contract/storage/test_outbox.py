"""Events on their way to the subscribers, on every storage."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from uuid_utils.compat import uuid7

from shop_domain.kernel.events import Event
from shop_domain.notifications.model import Delivery

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
SOON = NOW + timedelta(seconds=30)
LATER = NOW + timedelta(hours=1)
ALL = 100


class ItemChanged(Event, frozen=True, kw_only=True):
    """An item changed."""

    item: str
    times: int = 1

    @property
    def ordering_key(self) -> str:
        return f"item:{self.item}"


def publish(store, *items: str, at: datetime = NOW) -> None:
    with store.begin() as tx:
        tx.outbox.add(*(ItemChanged(item=item, times=times, at=at) for times, item in enumerate(items)))


def lease(store, now: datetime = NOW, limit: int = ALL):
    with store.begin() as tx:
        return tx.event_queue.lease(now, now + timedelta(seconds=30), limit)


def settle(store, act) -> None:
    with store.begin() as tx:
        act(tx.event_queue)


def deliver(store, *events) -> None:
    for event in events:
        settle(store, lambda queue, event=event: queue.mark_delivered(event.event_id, NOW))


def items_of(events) -> list[tuple[object, object]]:
    return [(event.body["item"], event.body["times"]) for event in events]


def any_due(store, now: datetime = NOW) -> bool:
    with store.read() as tx:
        return tx.event_queue.any_due(now)


def test_an_event_is_stored_with_its_transaction_and_leased_as_it_was(store):
    publish(store, "door")
    [leased] = lease(store)
    assert (leased.kind, leased.ordering_key, leased.tries) == ("ItemChanged", "item:door", 1)
    assert leased.body == {"type": "ItemChanged", "at": "2026-03-01T12:00:00Z", "item": "door", "times": 0}


def test_an_event_of_a_failed_transaction_does_not_exist(store):
    def fail() -> None:
        with store.begin() as tx:
            tx.outbox.add(ItemChanged(item="door", at=NOW))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert not any_due(store)
    assert lease(store) == ()


def test_a_leased_event_is_nobody_elses_until_its_lease_ends(store):
    publish(store, "door")
    [first] = lease(store)
    assert lease(store, NOW + timedelta(seconds=29)) == ()
    assert not any_due(store, NOW + timedelta(seconds=29))
    [again] = lease(store, SOON)
    assert (again.event_id, again.tries) == (first.event_id, 2)


def test_events_about_one_thing_come_one_after_the_other(store):
    publish(store, "door", "door", "gate", "door")
    assert items_of(lease(store)) == [("door", 0), ("gate", 2)]
    first, _ = lease(store, SOON)
    deliver(store, first)
    assert items_of(lease(store)) == [("door", 1)]


def test_what_is_delivered_stays_delivered(store):
    publish(store, "door")
    [leased] = lease(store)
    deliver(store, leased)
    settle(store, lambda queue: queue.postpone(leased.event_id, NOW, "late news of a slower relay"))
    settle(store, lambda queue: queue.give_up(leased.event_id, NOW, "likewise"))
    assert lease(store, LATER) == ()


def test_a_postponed_event_waits_for_its_time_and_holds_back_only_its_own_kind(store):
    publish(store, "door", "door", "gate")
    door, gate = lease(store)
    settle(store, lambda queue: queue.postpone(door.event_id, LATER, "no answer"))
    deliver(store, gate)
    publish(store, "gate")
    assert items_of(lease(store)) == [("gate", 0)]
    assert not any_due(store)
    assert items_of(lease(store, LATER)) == [("door", 0), ("gate", 0)]


def test_an_event_that_is_given_up_lets_the_next_one_pass(store):
    publish(store, "door", "door")
    [first] = lease(store)
    settle(store, lambda queue: queue.give_up(first.event_id, NOW, "x" * 5000))
    assert items_of(lease(store)) == [("door", 1)]
    assert items_of(lease(store, LATER)) == [("door", 1)]


def test_an_event_is_not_due_before_it_happened(store):
    publish(store, "door", at=LATER)
    assert not any_due(store)
    assert lease(store) == ()
    assert any_due(store, LATER)


def test_a_lease_takes_no_more_than_it_was_asked_for(store):
    publish(store, *"abcdefgh")
    assert len(lease(store, limit=3)) == 3
    assert len(lease(store)) == 5


def test_relays_that_race_never_hold_the_same_event_and_miss_none(store):
    publish(store, *(f"{number}" for number in range(40)))
    gate, held = threading.Barrier(8), []

    def relay() -> None:
        gate.wait(30)
        while leased := lease(store, limit=3):
            held.extend(event.event_id for event in leased)

    with ThreadPoolExecutor(8) as pool:
        for done in [pool.submit(relay) for _ in range(8)]:
            done.result(60)
    held += [event.event_id for event in lease(store)]
    assert len(held) == len(set(held)) == 40


def test_relays_that_race_keep_the_order_of_each_thing(store):
    publish(store, *(["door"] * 30))
    seen: list[object] = []

    def relay() -> None:
        while any_due(store) or len(seen) < 30:
            for event in lease(store):
                seen.append(event.body["times"])
                deliver(store, event)

    with ThreadPoolExecutor(4) as pool:
        for done in [pool.submit(relay) for _ in range(4)]:
            done.result(60)
    assert seen == list(range(30))


def test_a_delivery_is_noted_once(store):
    event_id = uuid7()
    for refusal in (None, "too late"):
        with store.begin() as tx:
            tx.deliveries.record(Delivery(event_id=event_id, channel="mail:x", refusal=refusal), NOW)
    with store.read() as tx:
        assert tx.deliveries.delivered_channels(event_id) == {"mail:x"}
        assert tx.deliveries.delivered_channels(uuid7()) == frozenset()


def test_what_was_delivered_long_ago_is_forgotten_in_portions(store):
    publish(store, *"abcd")
    delivered = lease(store, limit=3)
    deliver(store, *delivered)
    with store.begin() as tx:
        assert tx.event_queue.delete_delivered(NOW, ALL) == 0
        assert tx.event_queue.delete_delivered(LATER, 2) == 2
        assert tx.event_queue.delete_delivered(LATER, 2) == 1
    assert len(lease(store, LATER)) == 1


def test_notes_of_old_deliveries_are_forgotten_in_portions(store):
    with store.begin() as tx:
        for channel in "abc":
            tx.deliveries.record(Delivery(event_id=uuid7(), channel=channel), NOW)
    with store.begin() as tx:
        assert tx.deliveries.delete_before(NOW, ALL) == 0
        assert tx.deliveries.delete_before(LATER, 2) == 2
        assert tx.deliveries.delete_before(LATER, 2) == 1
