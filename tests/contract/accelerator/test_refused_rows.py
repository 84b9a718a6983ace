"""The rows of tries that were turned away: none is lost while the process lives, and none holds a refusal up."""

import threading
from contextlib import contextmanager

import pytest

from shop_adapters.memory.store import MemoryStore
from shop_adapters.security import refused_rows
from shop_adapters.security.refused_rows import RefusedRows
from shop_domain.auth.attempts import AttemptType
from shop_domain.auth.errors import TooManyLogins
from shop_domain.auth.turned_away import TurnedAway
from shop_domain.kernel.errors import StorageUnavailable
from tests.doorstep import HERE, NOON, Doorstep


def a_row(typed: str = "test@example.com") -> TurnedAway:
    return TurnedAway(kind=AttemptType.LOGIN, client=HERE, typed=typed, at=NOON, refusal=TooManyLogins(retry_after=60))


@pytest.fixture
def door():
    door = Doorstep(MemoryStore())
    yield door
    door.close()


def rows_over(door, begin=None):
    return RefusedRows(begin=begin or door.store.begin, journal=door.door.journal())


def test_a_row_names_the_account_that_was_meant(door):
    user = door.someone()
    rows = rows_over(door)
    for typed in ("Test@Example.com ", "nobody@example.com"):
        assert rows.note(a_row(typed))
    assert rows.settle()
    written = [row for row in door.store.state.door.attempts if row.failure_reason]
    assert [(row.user_id, row.identifier, row.timestamp, row.success) for row in written] == [
        (user.id, "", NOON, False),
        (None, "nobody@example.com", NOON, False),
    ]


def test_rows_stay_in_line_while_the_storage_is_gone(door, monkeypatch):
    monkeypatch.setattr(refused_rows, "PAUSE", 0.01)
    failures = iter([StorageUnavailable(), StorageUnavailable()])

    @contextmanager
    def begin():
        for failure in failures:
            raise failure
        with door.store.begin() as tx:
            yield tx

    rows = rows_over(door, begin)
    for n in range(5):
        assert rows.note(a_row(f"{n}@example.com"))
    assert rows.settle()
    assert [row.identifier for row in door.store.state.door.attempts] == [f"{n}@example.com" for n in range(5)]


def test_where_too_many_wait_no_more_are_taken(door, monkeypatch):
    monkeypatch.setattr(refused_rows, "MOST_WAITING", 3)
    gate = threading.Event()

    @contextmanager
    def begin():
        gate.wait(10)
        with door.store.begin() as tx:
            yield tx

    rows = rows_over(door, begin)
    assert [rows.note(a_row()) for _ in range(5)] == [True, True, True, False, False]
    assert not rows.settle(0.01)
    gate.set()
    assert rows.settle()
    assert len(door.store.state.door.attempts) == 3
    assert rows.note(a_row())
    assert rows.settle()


def test_rows_that_can_never_be_written_do_not_keep_the_others_back(door, caplog):
    calls = iter([RuntimeError("a fault")])

    @contextmanager
    def begin():
        for fault in calls:
            raise fault
        with door.store.begin() as tx:
            yield tx

    rows = rows_over(door, begin)
    assert rows.note(a_row())
    assert rows.settle()
    assert "1 refusals could not be written down" in caplog.text
    assert rows.note(a_row())
    assert rows.settle()
    assert len(door.store.state.door.attempts) == 1
