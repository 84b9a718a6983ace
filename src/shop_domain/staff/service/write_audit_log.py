"""Writes down what staff did in parts of the shop that keep no such log themselves."""

from shop_domain.auth.model import AuthenticatedUser, ClientInfo
from shop_domain.kernel.ports import Begin, Clock, NewId
from shop_domain.kernel.retry import retry_on_storage_busy
from shop_domain.staff.audit_log import audit_log_entry
from shop_domain.staff.ports import StaffTx


class AuditLogService:
    """One row for each thing that staff did."""

    def __init__(self, *, begin: Begin[StaffTx], clock: Clock, new_id: NewId) -> None:
        """Write to this storage."""
        self._begin, self._clock, self._new_id = begin, clock, new_id

    @retry_on_storage_busy
    def record(self, caller: AuthenticatedUser, action: str, subject: str, client: ClientInfo) -> None:
        """Note an action that has just been carried out."""
        row = audit_log_entry(self._new_id(), caller, action, subject, {}, client, self._clock())
        with self._begin() as tx:
            tx.audit_log.add(row)
