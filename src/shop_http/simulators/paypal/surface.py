"""The paths of PayPal that are simulated, and the names of the operations behind them."""

from shop_http.simulators.messages import Answer, Reply, Request
from shop_http.simulators.paypal.authentication import issue_token
from shop_http.simulators.paypal.orders_api import OrdersApi
from shop_http.simulators.paypal.page import PayerPage
from shop_http.simulators.paypal.payments_api import PaymentsApi
from shop_http.simulators.paypal.webhooks_api import WebhooksApi
from shop_http.simulators.paypal.world import PayPalWorld
from shop_http.simulators.routing import Route

Named = tuple[str, Answer]
"""The operation's name in the published descriptions, and what answers it."""
_ORDER = "/v2/checkout/orders/{id}"
_PAYMENTS = "/v2/payments"
_TOLD = "/v1/notifications"


def surface(world: PayPalWorld) -> list[Route[Named]]:
    """Return every path of the provider, the payer's page included."""

    def token(request: Request) -> Reply:
        return issue_token(world, request)

    return [
        Route("POST", "/v1/oauth2/token", ("", token)),
        *_orders(OrdersApi(world)),
        *_payments(PaymentsApi(world)),
        *_webhooks(WebhooksApi(world)),
        *_page(PayerPage(world)),
    ]


def _orders(api: OrdersApi) -> list[Route[Named]]:
    return [
        Route("POST", "/v2/checkout/orders", ("orders.create", api.create)),
        Route("GET", _ORDER, ("orders.get", api.get)),
        Route("PATCH", _ORDER, ("orders.patch", api.patch)),
        Route("POST", f"{_ORDER}/capture", ("orders.capture", api.capture)),
    ]


def _payments(api: PaymentsApi) -> list[Route[Named]]:
    return [
        Route("GET", f"{_PAYMENTS}/captures/{{id}}", ("captures.get", api.get_capture)),
        Route("POST", f"{_PAYMENTS}/captures/{{id}}/refund", ("captures.refund", api.refund)),
        Route("GET", f"{_PAYMENTS}/refunds/{{id}}", ("refunds.get", api.get_refund)),
    ]


def _webhooks(api: WebhooksApi) -> list[Route[Named]]:
    return [
        Route("POST", f"{_TOLD}/verify-webhook-signature", ("", api.verify)),
        Route("POST", f"{_TOLD}/webhooks", ("", api.register)),
        Route("GET", f"{_TOLD}/webhooks", ("", api.list_webhooks)),
        Route("GET", f"{_TOLD}/webhooks/{{id}}", ("", api.get_webhook)),
        Route("DELETE", f"{_TOLD}/webhooks/{{id}}", ("", api.delete)),
        Route("GET", f"{_TOLD}/webhooks-events", ("", api.list_events)),
        Route("GET", f"{_TOLD}/webhooks-events/{{id}}", ("", api.get_event)),
        Route("POST", f"{_TOLD}/webhooks-events/{{id}}/resend", ("", api.resend)),
        Route("GET", f"{_TOLD}/certs/{{name}}", ("", api.certificate)),
    ]


def _page(page: PayerPage) -> list[Route[Named]]:
    return [
        Route("GET", "/checkoutnow", ("", page.show)),
        Route("POST", "/checkoutnow", ("", page.choose)),
    ]
