"""Security reports for staff; lists begin with the newest."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from msgspec.structs import replace

from shop_adapters.memory.engine.newest_first import newest_first
from shop_adapters.memory.engine.repository import MemoryRepository
from shop_adapters.memory.staff.tables import MemoryStaffTables
from shop_domain.accounts.canonical import canonical
from shop_domain.accounts.model import User
from shop_domain.auth.attempts import SecurityAttempt
from shop_domain.auth.blocks import is_in_force
from shop_domain.auth.model import Session
from shop_domain.kernel.paging import Page, PageRequest
from shop_domain.staff.audit_log import AuditLogEntry, AuditLogFilter
from shop_domain.staff.security_reports import (
    HOURLY_SPAN,
    TOP_COUNT,
    AttemptFilter,
    AttemptsInPeriod,
    FailureCount,
    SecurityStats,
    SessionFilter,
    UserFilter,
)


class MemorySecurityReports(MemoryRepository[MemoryStaffTables]):
    def attempts(self, wanted: AttemptFilter, page: PageRequest) -> Page[SecurityAttempt]:
        shown = [self._named(attempt) for attempt in self._tables.attempts if self._is_wanted(attempt, wanted)]
        return newest_first(shown, page, lambda attempt: attempt.id)

    def sessions(self, wanted: SessionFilter, page: PageRequest) -> Page[Session]:
        fitting = [
            session
            for session in self._tables.sessions
            if wanted.user_id in {None, session.user_id}
            and wanted.ip in {None, session.ip_address}
            and wanted.active in {None, session.ended_at is None and session.refresh_expires_at > wanted.now}
        ]
        return newest_first(fitting, page, lambda session: session.id)

    def users(self, wanted: UserFilter, page: PageRequest) -> Page[User]:
        part = canonical(wanted.search or "")
        fitting = [
            user
            for user in self._tables.users
            if wanted.is_active in {None, user.is_active}
            and wanted.is_staff in {None, user.is_staff}
            and wanted.role in {None, user.role}
            and any(part in text for text in _searchable(user))
        ]
        return newest_first(fitting, page, lambda user: user.id)

    def audit_log(self, wanted: AuditLogFilter, page: PageRequest) -> Page[AuditLogEntry]:
        fitting = [
            action
            for action in self._tables.audit_log
            if wanted.staff_id in {None, action.staff_id}
            and wanted.action in {None, action.action}
            and _within(action.at, wanted.after, wanted.before)
        ]
        return newest_first(fitting, page, lambda action: action.id)

    def stats(self, since: datetime, now: datetime) -> SecurityStats:
        rows = [self._named(attempt) for attempt in self._tables.attempts if attempt.timestamp >= since]
        failed = [attempt for attempt in rows if not attempt.success]
        lately = [attempt for attempt in rows if attempt.timestamp >= now - HOURLY_SPAN]
        return SecurityStats(
            by_hour=_per_period(lately, "%Y-%m-%dT%H:00:00Z"),
            by_day=_per_period(rows, "%Y-%m-%dT00:00:00Z"),
            by_type=_top(attempt.attempt_type.value for attempt in failed),
            by_reason=_top(attempt.failure_reason for attempt in failed),
            top_ips=_top(attempt.ip_address for attempt in failed),
            top_accounts=_top(attempt.identifier for attempt in failed),
            active_sessions=sum(s.ended_at is None and s.refresh_expires_at > now for s in self._tables.sessions),
            blocks_in_force=sum(is_in_force(block, now) for block in self._tables.blocks),
        )

    def _named(self, attempt: SecurityAttempt) -> SecurityAttempt:
        user = self._tables.users.get(attempt.user_id) if attempt.user_id else None
        return replace(attempt, identifier=attempt.identifier or (user.email if user else ""))

    def _is_wanted(self, attempt: SecurityAttempt, wanted: AttemptFilter) -> bool:
        return (
            wanted.attempt_type in {None, attempt.attempt_type}
            and wanted.ip in {None, attempt.ip_address}
            and wanted.success in {None, attempt.success}
            and wanted.failure_reason in {None, attempt.failure_reason}
            and _within(attempt.timestamp, wanted.after, wanted.before)
            and (wanted.user is None or self._is_of(attempt, wanted.user))
        )

    def _is_of(self, attempt: SecurityAttempt, user: str) -> bool:
        try:
            return attempt.user_id == UUID(user)
        except ValueError:
            account = self._tables.users.get(attempt.user_id) if attempt.user_id else None
            return attempt.identifier == user or (account is not None and canonical(account.email) == canonical(user))


def _within(at: datetime, after: datetime | None, before: datetime | None) -> bool:
    return (after is None or at >= after) and (before is None or at < before)


def _searchable(user: User) -> tuple[str, ...]:
    return canonical(user.email), canonical(user.username), canonical(f"{user.first_name} {user.last_name}")


def _per_period(attempts: Iterable[SecurityAttempt], form: str) -> tuple[AttemptsInPeriod, ...]:
    succeeded, failed = Counter[str](), Counter[str]()
    for attempt in attempts:
        (succeeded if attempt.success else failed)[attempt.timestamp.strftime(form)] += 1
    starts = sorted({*succeeded, *failed})
    return tuple(AttemptsInPeriod(start=start, succeeded=succeeded[start], failed=failed[start]) for start in starts)


def _top(names: Iterable[str]) -> tuple[FailureCount, ...]:
    counted = Counter(name for name in names if name)
    ordered = sorted(counted.items(), key=lambda item: (-item[1], item[0]))
    return tuple(FailureCount(name=name, failed=count) for name, count in ordered[:TOP_COUNT])
