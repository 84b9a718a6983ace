"""The paths of PayPal that are simulated, and the names of the operations behind them."""

from provider_simulators.http_messages import Handler, Request, Response
from provider_simulators.paypal.authentication import issue_token
from provider_simulators.paypal.orders_api import OrdersApi
from provider_simulators.paypal.payer_page import PayerPage
from provider_simulators.paypal.payments_api import PaymentsApi
from provider_simulators.paypal.state import PayPalState
from provider_simulators.paypal.webhooks_api import WebhooksApi
from provider_simulators.routing import Route

NamedHandler = tuple[str, Handler]
"""The operation's name in the published descriptions, and what answers it."""
_ORDER = "/v2/checkout/orders/{id}"
_PAYMENTS = "/v2/payments"
_NOTIFICATIONS = "/v1/notifications"


def paypal_routes(state: PayPalState) -> list[Route[NamedHandler]]:
    """Return every path of the provider, the payer's page included."""

    def token(request: Request) -> Response:
        return issue_token(state, request)

    return [
        Route("POST", "/v1/oauth2/token", ("", token)),
        *_orders(OrdersApi(state)),
        *_payments(PaymentsApi(state)),
        *_webhooks(WebhooksApi(state)),
        *_page(PayerPage(state)),
    ]


def _orders(api: OrdersApi) -> list[Route[NamedHandler]]:
    return [
        Route("POST", "/v2/checkout/orders", ("orders.create", api.create)),
        Route("GET", _ORDER, ("orders.get", api.get)),
        Route("PATCH", _ORDER, ("orders.patch", api.patch)),
        Route("POST", f"{_ORDER}/capture", ("orders.capture", api.capture)),
    ]


def _payments(api: PaymentsApi) -> list[Route[NamedHandler]]:
    return [
        Route("GET", f"{_PAYMENTS}/captures/{{id}}", ("captures.get", api.get_capture)),
        Route("POST", f"{_PAYMENTS}/captures/{{id}}/refund", ("captures.refund", api.refund)),
        Route("GET", f"{_PAYMENTS}/refunds/{{id}}", ("refunds.get", api.get_refund)),
    ]


def _webhooks(api: WebhooksApi) -> list[Route[NamedHandler]]:
    return [
        Route("POST", f"{_NOTIFICATIONS}/verify-webhook-signature", ("", api.verify)),
        Route("POST", f"{_NOTIFICATIONS}/webhooks", ("", api.register)),
        Route("GET", f"{_NOTIFICATIONS}/webhooks", ("", api.list_webhooks)),
        Route("GET", f"{_NOTIFICATIONS}/webhooks/{{id}}", ("", api.get_webhook)),
        Route("DELETE", f"{_NOTIFICATIONS}/webhooks/{{id}}", ("", api.delete)),
        Route("GET", f"{_NOTIFICATIONS}/webhooks-events", ("", api.list_events)),
        Route("GET", f"{_NOTIFICATIONS}/webhooks-events/{{id}}", ("", api.get_event)),
        Route("POST", f"{_NOTIFICATIONS}/webhooks-events/{{id}}/resend", ("", api.resend)),
        Route("GET", f"{_NOTIFICATIONS}/certs/{{name}}", ("", api.certificate)),
    ]


def _page(page: PayerPage) -> list[Route[NamedHandler]]:
    return [
        Route("GET", "/checkoutnow", ("", page.show)),
        Route("POST", "/checkoutnow", ("", page.choose)),
    ]
