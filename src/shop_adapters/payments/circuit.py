"""Stop calling a provider that fails, and notice when it works again."""

from collections import deque
from threading import Lock

import msgspec

from shop_adapters.payments.deadline import Monotonic
from shop_domain.payments.gateway import NotSent


class CircuitPolicy(msgspec.Struct, frozen=True, kw_only=True):
    """When calls stop, and how often one is let through to see whether they may go on."""

    window_seconds: float = 30
    fewest_calls: int = 20
    failing_percent: int = 50
    probe_seconds: float = 5

    def opens(self, calls: int, failures: int) -> bool:
        """Tell whether so many failures among so many recent calls are too many."""
        return calls >= self.fewest_calls and failures * 100 >= calls * self.failing_percent


class Circuit:
    """Closed while a provider works; open, but for one probe at a time, while it does not."""

    def __init__(self, policy: CircuitPolicy, monotonic: Monotonic) -> None:
        self._policy = policy
        self._monotonic = monotonic
        self._lock = Lock()
        self._results: deque[tuple[float, bool]] = deque()
        self._next_probe: float | None = None
        """None while the circuit is closed."""

    def admit(self) -> None:
        """Let a call through; raise NotSent while the circuit is open and no probe is due."""
        with self._lock:
            if self._next_probe is None:
                return
            now = self._monotonic()
            if now < self._next_probe:
                raise NotSent("the provider fails; calls to it are stopped for the moment")
            self._next_probe = now + self._policy.probe_seconds

    def worked(self) -> None:
        """Count an answer; the first one after a failure closes the circuit."""
        with self._lock:
            if self._next_probe is not None:
                self._next_probe = None
                self._results.clear()
            self._count(failed=False)

    def failed(self) -> None:
        """Count a call without a usable answer; too many of them open the circuit."""
        with self._lock:
            self._count(failed=True)
            failures = sum(failed for _, failed in self._results)
            if self._policy.opens(len(self._results), failures):
                self._next_probe = self._monotonic() + self._policy.probe_seconds

    def trip(self) -> None:
        """Open at once: there is no use in calling before a person has acted."""
        with self._lock:
            self._next_probe = self._monotonic() + self._policy.probe_seconds

    def _count(self, *, failed: bool) -> None:
        now = self._monotonic()
        self._results.append((now, failed))
        while self._results[0][0] <= now - self._policy.window_seconds:
            self._results.popleft()
