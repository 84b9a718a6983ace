"""Staff watch the door: who tried what, who is in, and what staff themselves did."""

from datetime import datetime, timedelta
from typing import Final

from shop_domain.auth.attempts import SecurityAttempt
from shop_domain.auth.errors import SessionNotFound
from shop_domain.auth.model import AuthenticatedUser, ClientInfo, Session, SessionEndReason, SessionId
from shop_domain.auth.security_log import SecurityLog
from shop_domain.kernel.paging import Page, PageRequest
from shop_domain.kernel.ports import Begin, Clock, NewId
from shop_domain.kernel.retry import retry_on_storage_busy
from shop_domain.staff.audit_log import AuditLogEntry, AuditLogFilter, audit_log_entry
from shop_domain.staff.permissions import Permission, require_permission
from shop_domain.staff.ports import StaffTx
from shop_domain.staff.security_reports import AttemptFilter, SecurityStats, SessionFilter

DEFAULT_SPAN: Final = timedelta(days=30)


class SecurityMonitoringService:
    """What staff with the permission see of the door, and the one thing that they do about it at once."""

    def __init__(
        self, *, begin: Begin[StaffTx], read: Begin[StaffTx], clock: Clock, new_id: NewId, security_log: SecurityLog
    ) -> None:
        self._begin, self._read, self._clock, self._new_id = begin, read, clock, new_id
        self._security_log = security_log

    def attempts(self, caller: AuthenticatedUser, wanted: AttemptFilter, page: PageRequest) -> Page[SecurityAttempt]:
        """List tries, the newest first; raise NotPermitted."""
        require_permission(caller, Permission.SECURITY)
        with self._read() as tx:
            return tx.security_reports.attempts(wanted, page)

    def sessions(self, caller: AuthenticatedUser, wanted: SessionFilter, page: PageRequest) -> Page[Session]:
        """List everybody's sessions, the newest first; raise NotPermitted."""
        require_permission(caller, Permission.SECURITY)
        with self._read() as tx:
            return tx.security_reports.sessions(wanted, page)

    def audit_log(self, caller: AuthenticatedUser, wanted: AuditLogFilter, page: PageRequest) -> Page[AuditLogEntry]:
        """List what staff did, the newest first; raise NotPermitted."""
        require_permission(caller, Permission.SECURITY)
        with self._read() as tx:
            return tx.security_reports.audit_log(wanted, page)

    def stats(self, caller: AuthenticatedUser, since: datetime | None) -> SecurityStats:
        """Count what happened at the door, in the last thirty days where no moment is given; raise NotPermitted."""
        require_permission(caller, Permission.SECURITY)
        now = self._clock()
        with self._read() as tx:
            return tx.security_reports.stats(since or now - DEFAULT_SPAN, now)

    def current_time(self) -> datetime:
        """Tell the time that lists are made for."""
        return self._clock()

    @retry_on_storage_busy
    def end_session(self, caller: AuthenticatedUser, session_id: SessionId, client: ClientInfo) -> None:
        """End anybody's session; raise SessionNotFound where it is not going on, or NotPermitted."""
        now = self._clock()
        with self._begin() as tx:
            require_permission(tx.staff_guard.confirm(caller), Permission.SECURITY)
            session = tx.sessions.lock(session_id)
            if session is None or session.ended_at is not None:
                raise SessionNotFound
            ended = tx.sessions.end([session_id], SessionEndReason.ENDED_BY_STAFF, now)
            tx.attempt_log.add_session_events(
                *self._security_log.new_session_events(
                    SessionEndReason.ENDED_BY_STAFF, ended, session.user_id, client, now
                )
            )
            subject, details = f"session:{session_id}", {"user": str(session.user_id)}
            tx.audit_log.add(audit_log_entry(self._new_id(), caller, "end_session", subject, details, client, now))
