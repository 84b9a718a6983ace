"""Figures for whoever watches over the shop."""

from litestar import Controller, Response, get

from shop_http.dependencies import ShopMetrics
from shop_http.guards import public
from shop_http.threaded_routes import ShopRequest


class MetricsController(Controller):
    """What Prometheus reads; it has a token of its own, and no users."""

    path = "/metrics"
    tags = ["System"]

    @get("/", guards=[public], operation_id="ShowMetrics", include_in_schema=False)
    async def show_metrics(self, request: ShopRequest, metrics: ShopMetrics) -> Response[bytes]:
        """Give the counts of this process."""
        text = metrics.render(request.headers.get("authorization"))
        return Response(text.encode(), headers={"Content-Type": "text/plain; version=0.0.4; charset=utf-8"})
