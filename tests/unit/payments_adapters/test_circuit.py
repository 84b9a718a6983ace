"""When calls to a failing provider stop, and when they go on."""

import pytest

from shop_adapters.payments.circuit import Circuit, CircuitPolicy
from shop_domain.payments.gateway import NotSent


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def circuit(clock: Clock):
    return Circuit(CircuitPolicy(window_seconds=30, fewest_calls=20, failing_percent=50, probe_seconds=5), clock)


def is_open(circuit: Circuit) -> bool:
    try:
        circuit.admit()
    except NotSent:
        return True
    return False


def test_few_failures_prove_nothing(circuit: Circuit):
    for _ in range(19):
        circuit.failed()
    assert not is_open(circuit)
    circuit.failed()
    assert is_open(circuit)


def test_half_of_the_calls_must_fail(circuit: Circuit):
    for _ in range(11):
        circuit.worked()
    for _ in range(10):
        circuit.failed()
    assert not is_open(circuit)
    circuit.failed()
    assert is_open(circuit)


def test_old_failures_are_forgotten(circuit: Circuit, clock: Clock):
    for _ in range(19):
        circuit.failed()
    clock.now += 30
    circuit.failed()
    assert not is_open(circuit)


def test_one_probe_at_a_time_is_let_through(circuit: Circuit, clock: Clock):
    circuit.trip()
    clock.now += 4.9
    assert is_open(circuit)
    clock.now += 0.1
    assert not is_open(circuit)
    assert is_open(circuit)
    clock.now += 5
    assert not is_open(circuit)


def test_a_failed_probe_keeps_it_open_and_a_good_one_closes_it(circuit: Circuit, clock: Clock):
    for _ in range(20):
        circuit.failed()
    clock.now += 60
    assert not is_open(circuit)
    circuit.failed()
    assert is_open(circuit)
    clock.now += 5
    assert not is_open(circuit)
    circuit.worked()
    assert not is_open(circuit)
    circuit.failed()
    assert not is_open(circuit)
