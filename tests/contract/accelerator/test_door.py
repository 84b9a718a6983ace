"""The door beside a Valkey: the limits are what they are without it, whatever becomes of it."""

import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle
from threading import Barrier

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from shop_adapters.memory.store import MemoryStore
from shop_adapters.sql.engine import make_engines
from shop_adapters.sql.store import SqlStore
from shop_domain.accounts.one_time_token import Purpose
from shop_domain.auth.login_throttle import ip_key
from tests.contract.storage.door_machine import DoorMachine
from tests.doorstep import HERE, Doorstep, a_form, at, code_of

PROCESSES = 4
CALM = [HealthCheck.too_slow, HealthCheck.data_too_large]


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def url(request):
    return request.getfixturevalue(f"{request.param}_url")


@pytest.fixture
def open_door(url, valkey):
    """Open the door of one process: its own connections to the database and to Valkey."""
    opened: list[Doorstep] = []

    def another():
        store = SqlStore(make_engines(url, pool_size=16, durable=False))
        opened.append(Doorstep(store, real_time=True, redis_url=valkey.url))
        return opened[-1]

    yield another
    for door in opened:
        door.close()
        door.store.close()


def wrong(door, name="nobody", client=HERE):
    return code_of(door.enter, name, client, "a wrong password")


def together(doors, times, act):
    """Release this many threads at one moment, over all processes."""
    gate = Barrier(times)

    def run(door):
        gate.wait(30)
        return act(door)

    with ThreadPoolExecutor(times) as pool:
        return Counter(pool.map(run, [door for door, _ in zip(cycle(doors), range(times), strict=False)]))


def rows(doors, kind):
    """Count what was written down of one kind, when every process has written."""
    written = [door.attempts() for door in doors][-1]
    return sum(row[0] == kind for row in written)


def test_fifty_guesses_over_four_processes_are_five_and_each_has_its_row(open_door):
    doors = [open_door() for _ in range(PROCESSES)]
    assert together(doors, 50, wrong) == {"invalid_credentials": 5, "rate_limited": 45}
    assert rows(doors, "LOGIN") == 50


@pytest.mark.parametrize("trouble", ["kill", "hang", "empty"])
def test_the_count_goes_on_whatever_becomes_of_the_redis(open_door, valkey, trouble):
    doors = [open_door() for _ in range(PROCESSES)]
    for door in doors[:3]:
        assert wrong(door) == "invalid_credentials"
    getattr(valkey, trouble)()
    assert together(doors, 40, wrong) == {"invalid_credentials": 2, "rate_limited": 38}
    assert code_of(doors[0].enter, "somebody", at("198.51.100.1"), "wrong") == "invalid_credentials"


def test_the_count_goes_on_when_the_redis_comes_and_goes(open_door, valkey):
    doors = [open_door() for _ in range(PROCESSES)]
    outcomes = Counter()
    for trouble in (valkey.kill, valkey.start, valkey.hang, valkey.go_on, valkey.empty):
        outcomes += Counter(wrong(door) for door in doors)
        trouble()
        time.sleep(0.3)
        outcomes += Counter(wrong(door) for door in doors)
    assert outcomes == {"invalid_credentials": 5, "rate_limited": 35}


@pytest.mark.usefixtures("patient")
def test_who_is_known_to_be_refused_waits_for_no_database_and_has_its_row_all_the_same(open_door):
    door, other = open_door(), open_door()
    for _ in range(6):
        wrong(door)
    before = len(door.attempts())
    with other.store.begin() as tx:
        tx.tallies.lock(ip_key("login", HERE.ip_address))
        started = time.monotonic()
        assert [wrong(door) for _ in range(10)] == ["rate_limited"] * 10
        assert time.monotonic() - started < 0.9
    assert len(door.attempts()) == before + 10


@pytest.mark.usefixtures("patient")
def test_a_client_that_is_refused_keeps_nobody_else_from_that_account_and_an_account_no_other_from_that_client(
    open_door,
):
    doors = [open_door() for _ in range(2)]
    for name in ("ana", "eva"):
        doors[0].someone(name, client=at("192.0.2.1"))
    assert [wrong(doors[0]) for _ in range(6)][-1] == "rate_limited"
    assert [wrong(doors[0], "ana", at("198.51.100.1")) for _ in range(4)][-1] == "rate_limited"
    assert wrong(doors[1], "nobody", at("198.51.100.2")) == "invalid_credentials"
    assert wrong(doors[1], "eva", at("198.51.100.1")) == "invalid_credentials"
    assert wrong(doors[1], "eva") == wrong(doors[1], "ana", at("198.51.100.3")) == "rate_limited"


@pytest.mark.usefixtures("patient")
def test_a_reset_lets_its_owner_in_at_once_in_every_process(open_door):
    doors = [open_door() for _ in range(2)]
    user = doors[0].someone()
    assert [wrong(doors[0], "test", at(f"203.0.{n}.1")) for n in range(4)][-1] == "rate_limited"
    assert wrong(doors[1], "test", at("203.0.9.1")) == "rate_limited"
    doors[0].passwords.request_reset("test@example.com", HERE)
    link = doors[0].newest_link(user.id, Purpose.PASSWORD_RESET)
    doors[0].passwords.confirm_reset(link, "Another-Pass-9", HERE)
    assert code_of(doors[1].enter, "test", HERE, "Another-Pass-9") == "ok"


def test_the_right_password_is_never_refused_because_others_are_looked_at(open_door):
    doors = [open_door() for _ in range(2)]
    doors[0].someone()
    assert together(doors, 20, lambda door: code_of(door.enter)) == {"ok": 20}


def test_registrations_are_counted_the_same(open_door):
    doors = [open_door() for _ in range(PROCESSES)]
    answers = [
        code_of(door.registration.register, a_form(f"u{n}"), HERE)
        for n, door in zip(range(24), cycle(doors), strict=False)
    ]
    assert Counter(answers) == {"ok": 10, "rate_limited": 14}
    assert rows(doors, "REGISTER") == 24


@pytest.mark.usefixtures("patient")
def test_everybody_holds_what_they_should(valkey, runs_on):
    class BesideValkey(DoorMachine):
        """The door in memory, beside a Valkey."""

        def open_store(self):
            valkey.empty()
            return MemoryStore()

        def beside(self):
            return {"redis_url": valkey.url}

    runs_on("memory")
    few = settings(max_examples=40, stateful_step_count=40, deadline=None, suppress_health_check=CALM)
    run_state_machine_as_test(BesideValkey, settings=few)
