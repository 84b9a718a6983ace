"""The logs of the door, and their seals."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from shop_domain.auth.attempts import Activity, SecurityAttempt
from shop_domain.auth.audit_chain import Entry, Log, Seal
from shop_domain.auth.staff_actions import StaffAction


class StaffActions(Protocol):
    """The log of what staff did; rows are only ever added."""

    def add(self, action: StaffAction) -> None:
        """Write an action down with the transaction."""
        ...


class AuditTrail(Protocol):
    """The seals of the logs; a row is sealed soon after it was committed."""

    def newest(self, log: Log) -> Seal | None:
        """Give the last seal of a log, and keep others from sealing until the transaction ends."""
        ...

    def unsealed(self, log: Log, since: datetime | None, limit: int) -> tuple[Entry, ...]:
        """Give rows that have no seal, the earliest first; only those of a moment or later, where one is given."""
        ...

    def add(self, log: Log, new: Sequence[Seal]) -> None:
        """Store seals; raise ConcurrentUpdate where somebody else sealed at the same time."""
        ...

    def walk(self, log: Log, after: int, limit: int) -> tuple[tuple[Seal, Entry | None], ...]:
        """Give seals in order, each with its row as it is now, or None where that is gone."""
        ...


class Attempts(Protocol):
    """The log of every try; rows are only ever added."""

    def add(self, attempt: SecurityAttempt) -> None:
        """Write a try down with the transaction."""
        ...

    def note(self, *activities: Activity) -> None:
        """Write turns of sessions down with the transaction."""
        ...
