"""Figures for whoever watches over the shop."""

from shop_http.answers import Reply
from shop_http.exchange import RawRequest
from shop_http.guards import Access
from shop_http.metrics import Metrics
from shop_http.routing import Controller, get


class MetricsController(Controller):
    """What Prometheus reads; it has a token of its own, and no users."""

    path = "/metrics"
    tag = "System"

    @get("/", access=Access.PUBLIC, operation_id="ShowMetrics", in_schema=False, blocking=False)
    def show_metrics(self, request: RawRequest, metrics: Metrics) -> Reply[bytes]:
        """Give the counts of this process."""
        text = metrics.render(request.headers.get("authorization"))
        return Reply(text.encode(), headers={"Content-Type": "text/plain; version=0.0.4; charset=utf-8"})
