"""When calls to a failing provider stop, and when they go on."""

import pytest

from shop_adapters.payments.http_client.circuit_breaker import CircuitBreaker, CircuitBreakerPolicy
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
    return CircuitBreaker(
        CircuitBreakerPolicy(window_seconds=30, minimum_calls=20, failure_rate_percent=50, probe_interval_seconds=5),
        clock,
    )


def is_open(circuit: CircuitBreaker) -> bool:
    try:
        circuit.require_permission()
    except NotSent:
        return True
    return False


def test_few_failures_prove_nothing(circuit: CircuitBreaker):
    for _ in range(19):
        circuit.record_failure()
    assert not is_open(circuit)
    circuit.record_failure()
    assert is_open(circuit)


def test_half_of_the_calls_must_fail(circuit: CircuitBreaker):
    for _ in range(11):
        circuit.record_success()
    for _ in range(10):
        circuit.record_failure()
    assert not is_open(circuit)
    circuit.record_failure()
    assert is_open(circuit)


def test_old_failures_are_forgotten(circuit: CircuitBreaker, clock: Clock):
    for _ in range(19):
        circuit.record_failure()
    clock.now += 30
    circuit.record_failure()
    assert not is_open(circuit)


def test_one_probe_at_a_time_is_let_through(circuit: CircuitBreaker, clock: Clock):
    circuit.trip()
    clock.now += 4.9
    assert is_open(circuit)
    clock.now += 0.1
    assert not is_open(circuit)
    assert is_open(circuit)
    clock.now += 5
    assert not is_open(circuit)


def test_a_failed_probe_keeps_it_open_and_a_good_one_closes_it(circuit: CircuitBreaker, clock: Clock):
    for _ in range(20):
        circuit.record_failure()
    clock.now += 60
    assert not is_open(circuit)
    circuit.record_failure()
    assert is_open(circuit)
    clock.now += 5
    assert not is_open(circuit)
    circuit.record_success()
    assert not is_open(circuit)
    circuit.record_failure()
    assert not is_open(circuit)
