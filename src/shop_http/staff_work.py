"""Which part of the shop's work a route for staff belongs to, and the log of what is done there."""

from collections.abc import Mapping
from typing import Final

from shop_domain.staff.permissions import Permission, require_permission
from shop_domain.staff.service.write_audit_log import AuditLogService
from shop_http.authentication import Caller
from shop_http.guards import Access
from shop_http.routing import Endpoint

LONGEST_SUBJECT: Final = 120
WORK: Final[Mapping[str, Permission]] = {
    "analytics": Permission.ANALYTICS,
    "audit": Permission.SECURITY,
    "categories": Permission.CATALOG,
    "collections": Permission.CATALOG,
    "colors": Permission.CATALOG,
    "coupons": Permission.COUPONS,
    "inventory": Permission.INVENTORY,
    "orders": Permission.ORDERS,
    "payments": Permission.PAYMENTS,
    "products": Permission.CATALOG,
    "returns": Permission.ORDERS,
    "reviews": Permission.REVIEWS,
    "security": Permission.SECURITY,
    "shipping": Permission.SHIPPING,
    "sizes": Permission.CATALOG,
    "tags": Permission.CATALOG,
    "users": Permission.USERS,
}
"""By the part of the path after `/admin/`; what is not named here is for administrators alone."""


def permission_for(endpoint: Endpoint) -> Permission | None:
    """Say which permission a route asks for; None where it is for all staff, or not for staff."""
    if endpoint.access is not Access.STAFF or "/admin/" not in endpoint.path:
        return None
    part = endpoint.path.partition("/admin/")[2].partition("/")[0]
    return WORK.get(part, Permission.SETTINGS)


class StaffWork:
    """Lets staff do what their role includes, and writes down what they changed."""

    def __init__(self, log: AuditLogService) -> None:
        """Write to this log."""
        self._log = log

    def admit(self, endpoint: Endpoint, caller: Caller) -> None:
        """Let a caller through to a route; raise NotPermitted."""
        if (permission := permission_for(endpoint)) is not None:
            require_permission(caller.signed_in, permission)

    def note(self, endpoint: Endpoint, caller: Caller, path: str) -> None:
        """Write a change down that was just made, unless its service has, with what was changed."""
        if permission_for(endpoint) is not None and not endpoint.keeps_log and endpoint.method != "GET":
            subject = path.removeprefix("/api/v1/admin/")[:LONGEST_SUBJECT]
            self._log.record(caller.signed_in, endpoint.operation_id, subject, caller.client)
