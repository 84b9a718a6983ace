"""Which fault a request meets."""

from collections.abc import Iterable
from typing import Literal

import msgspec

from provider_simulators.http_messages import Request

FaultTiming = Literal["before", "after"]
FaultKind = Literal[
    "timeout_before",  # held, then closed; nothing happened
    "timeout_after",  # it happened, and the answer never comes
    "reset_before",
    "reset_after",
    "status",  # any status, before or after the effect
    "throttle",  # 429, with or without Retry-After
    "slow",  # the provider works on it for a while
    "bad_json",
    "truncated",
    "html_error_page",
    "wrong_content_type",
    "bad_signature",
    "unknown_field",
    "unknown_enum",
    "stale_read",  # a read shows an older state
    "clock_skew",
]


class FaultAction(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What happens; only the fields that belong to the kind are read."""

    kind: FaultKind
    status: int = 503
    moment: FaultTiming = "before"
    retry_after: int | None = None
    ms: int = 0
    back: int = 1
    hold_ms: int = 15_000
    """How long a timeout holds the connection, if the caller does not hang up first."""


class FaultMatch(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which calls a rule means; what is left out fits all. A path ending in `*` is a beginning."""

    method: str | None = None
    path: str | None = None
    body_contains: str | None = None
    nth: int | None = None
    """Only from the nth matching call on, counted from 1."""

    def matches(self, request: Request) -> bool:
        return (
            self.method in (None, request.method)
            and self.matches_path(request.path)
            and (self.body_contains is None or self.body_contains.encode() in request.body)
        )

    def matches_path(self, path: str) -> bool:
        if self.path is None:
            return True
        return path.startswith(self.path[:-1]) if self.path.endswith("*") else path == self.path


class FaultRule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A fault for some calls, a number of times; `times: null` is for ever."""

    action: FaultAction
    match: FaultMatch = FaultMatch()
    times: int | None = 1


class FaultRules:
    """The rules in force, in the order in which they were given; the first that fits is played."""

    def __init__(self) -> None:
        self._rules: list[FaultRule] = []
        self._matches_seen: list[int] = []
        self._played: list[int] = []

    def add(self, rules: Iterable[FaultRule]) -> None:
        for rule in rules:
            self._rules.append(rule)
            self._matches_seen.append(0)
            self._played.append(0)

    def clear(self) -> None:
        self._rules, self._matches_seen, self._played = [], [], []

    def next_fault(self, request: Request) -> FaultAction | None:
        """Return the fault whose turn it is at this call, and count it."""
        for position, rule in enumerate(self._rules):
            if rule.match.matches(request):
                self._matches_seen[position] += 1
                if self._is_due(position):
                    self._played[position] += 1
                    return rule.action
        return None

    def _is_due(self, position: int) -> bool:
        rule = self._rules[position]
        is_left = rule.times is None or self._played[position] < rule.times
        return is_left and self._matches_seen[position] >= (rule.match.nth or 1)

    def report(self) -> list[dict[str, object]]:
        return [
            {"rule": rule, "seen": seen, "played": played}
            for rule, seen, played in zip(self._rules, self._matches_seen, self._played, strict=True)
        ]
