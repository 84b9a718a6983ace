"""Steer a running simulator from a test."""

from types import TracebackType
from typing import Any, Self

import httpx
import msgspec

from provider_simulators.faults import FaultAction, FaultMatch, FaultRule
from provider_simulators.webhook_delivery import trusted_ssl_context

JsonObject = dict[str, Any]


class SimulatorClient:
    """The control API common to all simulators, as methods."""

    def __init__(self, base_url: str) -> None:
        self.base_url = base_url
        self._http = httpx.Client(base_url=base_url, verify=trusted_ssl_context(), trust_env=False, timeout=60)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._http.close()

    def reset(self, seed: int | None = None) -> None:
        """Forget everything, behavior and tokens too."""
        self.post("reset", {"seed": seed})

    def state(self) -> JsonObject:
        return self.get("state")

    def requests(self, *, method: str | None = None, path: str | None = None) -> list[JsonObject]:
        """Return the calls received, oldest first; a path ending in `*` is a beginning."""
        entries: list[JsonObject] = self.get("requests")["requests"]
        match = FaultMatch(path=path)
        return [entry for entry in entries if method in (None, entry["method"]) and match.matches_path(entry["path"])]

    def advance(self, seconds: float) -> JsonObject:
        """Move the clock, and wait for all that it makes due."""
        return self.post("clock", {"advance_s": seconds})

    def inject_fault(
        self,
        kind: str,
        *,
        path: str | None = None,
        method: str | None = None,
        times: int | None = 1,
        nth: int | None = None,
        **details: object,
    ) -> None:
        """Inject a fault into the next calls that match."""
        action = msgspec.convert({"kind": kind, **details}, FaultAction)
        rule = FaultRule(action=action, match=FaultMatch(path=path, method=method, nth=nth), times=times)
        self.post("faults", [msgspec.to_builtins(rule)])

    def clear_faults(self) -> None:
        self._http.delete("/_sim/faults").raise_for_status()

    def webhooks(self) -> list[JsonObject]:
        """Return all deliveries with their attempts."""
        return self.get("webhooks")["deliveries"]

    def hold_webhooks(self) -> None:
        self.post("webhooks/hold")

    def release_webhooks(self, order: str = "fifo", seed: int = 0) -> list[JsonObject]:
        return self.post("webhooks/release", {"order": order, "seed": seed})["deliveries"]

    def drain_webhooks(self) -> list[JsonObject]:
        """Wait until no delivery is due or on its way."""
        return self.post("webhooks/settle")["deliveries"]

    def webhook_action(self, n: int, action: str, **details: object) -> JsonObject:
        """Deliver, drop, duplicate or delay one delivery."""
        return self.post(f"webhooks/{n}/{action}", details)

    def get(self, path: str) -> JsonObject:
        answer: JsonObject = self._http.get(f"/_sim/{path}").raise_for_status().json()
        return answer

    def post(self, path: str, content: object = None) -> JsonObject:
        """Call a control; raise httpx.HTTPStatusError where it refuses."""
        answer: JsonObject = (
            self._http.post(f"/_sim/{path}", json={} if content is None else content).raise_for_status().json()
        )
        return answer
