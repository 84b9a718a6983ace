"""The shop about itself."""

from shop_http.answers import Reply
from shop_http.guards import Access
from shop_http.health import Health, HealthOut
from shop_http.routing import Controller, get


class SystemController(Controller):
    """Health."""

    path = "/api"
    tag = "System"

    @get("/health/", access=Access.PUBLIC, operation_id="ShowHealth")
    def show_health(self, health: Health) -> Reply[HealthOut]:
        """Tell whether the shop can serve, and what it depends on."""
        report = health.report()
        return Reply(report, status=200 if report.status == "ok" else 503)
