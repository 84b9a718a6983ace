"""Seal the rows of the security logs that were written since the last time."""

from collections.abc import Callable

from shop_domain.auth.service.audit import AuditService


def seal_audit(audit: AuditService) -> Callable[[], bool]:
    """Make the job."""

    def run() -> bool:
        audit.seal()
        return False

    return run
