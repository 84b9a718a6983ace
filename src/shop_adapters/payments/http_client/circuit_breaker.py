"""Stop calling a provider that fails, and notice when it works again."""

from collections import deque
from threading import Lock

import msgspec

from shop_adapters.payments.http_client.deadline import MonotonicClock
from shop_domain.payments.gateway import NotSent


class CircuitBreakerPolicy(msgspec.Struct, frozen=True, kw_only=True):
    """When calls stop, and how often one is let through to see whether they may go on."""

    window_seconds: float = 30
    minimum_calls: int = 20
    failure_rate_percent: int = 50
    probe_interval_seconds: float = 5

    def should_open(self, calls: int, failures: int) -> bool:
        """Tell whether so many failures among so many recent calls are too many."""
        return calls >= self.minimum_calls and failures * 100 >= calls * self.failure_rate_percent


class CircuitBreaker:
    """Closed while a provider works; open, but for one probe at a time, while it does not."""

    def __init__(self, policy: CircuitBreakerPolicy, clock: MonotonicClock) -> None:
        self._policy = policy
        self._clock = clock
        self._lock = Lock()
        self._results: deque[tuple[float, bool]] = deque()
        self._next_probe: float | None = None
        """None while the circuit is closed."""

    def require_permission(self) -> None:
        """Let a call through; raise NotSent while the circuit is open and no probe is due."""
        with self._lock:
            if self._next_probe is None:
                return
            now = self._clock()
            if now < self._next_probe:
                raise NotSent("the provider fails; calls to it are stopped for the moment")
            self._next_probe = now + self._policy.probe_interval_seconds

    def record_success(self) -> None:
        """Count an answer; the first one after a failure closes the circuit."""
        with self._lock:
            if self._next_probe is not None:
                self._next_probe = None
                self._results.clear()
            self._count(failed=False)

    def record_failure(self) -> None:
        """Count a call without a usable answer; too many of them open the circuit."""
        with self._lock:
            self._count(failed=True)
            failures = sum(failed for _, failed in self._results)
            if self._policy.should_open(len(self._results), failures):
                self._next_probe = self._clock() + self._policy.probe_interval_seconds

    def trip(self) -> None:
        """Open at once: there is no use in calling before a person has acted."""
        with self._lock:
            self._next_probe = self._clock() + self._policy.probe_interval_seconds

    def _count(self, *, failed: bool) -> None:
        now = self._clock()
        self._results.append((now, failed))
        while self._results[0][0] <= now - self._policy.window_seconds:
            self._results.popleft()
