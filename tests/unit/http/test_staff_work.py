"""What staff change is written down once: by the service that knows what changed, else by the route."""

import pytest

from shop_adapters.memory.store import MemoryStore
from shop_domain.kernel.paging import PageRequest
from shop_domain.staff.audit_log import AuditLogFilter
from shop_http.authentication import Caller
from shop_http.guards import Access
from shop_http.routing import Endpoint
from shop_http.staff_work import StaffWork
from tests.auth_driver import HERE, AuthDriver, a_staff_member


@pytest.mark.parametrize(
    ("method", "keeps_log", "rows"),
    [("POST", False, [("Move", "products/1/")]), ("POST", True, []), ("GET", False, [])],
)
def test_a_route_writes_down_what_its_service_does_not(method, keeps_log, rows):
    door = AuthDriver(MemoryStore())
    boss = a_staff_member(door.store)
    endpoint = Endpoint(
        method=method,
        path="/api/v1/admin/products/{product_id:uuid}/",
        handler=lambda: None,
        access=Access.STAFF,
        operation_id="Move",
        keeps_log=keeps_log,
    )
    caller = Caller(user=boss, guest_key=None, client=HERE, request_id="1")
    StaffWork(door.container.audit_log()).note(endpoint, caller, "/api/v1/admin/products/1/")
    noted = door.security_monitoring.audit_log(boss, AuditLogFilter(), PageRequest()).items
    assert [(row.action, row.subject) for row in noted] == rows
    door.close()
