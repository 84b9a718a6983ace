"""Steer a running PayPal simulator from a test."""

from typing import Any

from provider_simulators.client import SimulatorClient
from provider_simulators.paypal.config import PayPalConfig
from provider_simulators.paypal.forged_webhooks import ForgeryKind
from provider_simulators.paypal.payer_actions import PayerAction


class PayPalSimulatorClient(SimulatorClient):
    """A PayPal simulator that runs, and what it was started with."""

    def __init__(self, config: PayPalConfig) -> None:
        super().__init__(config.base_url)
        self.config = config

    def act_as_payer(self, order_id: str, action: PayerAction = "approve") -> str | None:
        """Do what the payer would, and return where the browser would go."""
        return self.post(f"payer/{order_id}", {"action": action})["redirect"]

    def configure(self, **behavior: object) -> None:
        """Turn the named fields (see `Behavior`)."""
        self.post("behavior", behavior)

    def order(self, order_id: str) -> dict[str, Any]:
        """Return an order as PayPal knows it; raise KeyError where there is none."""
        orders = {order["id"]: order for order in self.state()["orders"]}
        return orders[order_id]

    def expire_order(self, order_id: str) -> None:
        self.post(f"orders/{order_id}/expire")

    def end_capture(self, capture_id: str, status: str) -> None:
        """End a pending capture (COMPLETED, DENIED), or take a paid one back (REVERSED)."""
        self.post(f"captures/{capture_id}", {"status": status})

    def end_refund(self, refund_id: str, status: str) -> None:
        self.post(f"refunds/{refund_id}", {"status": status})

    def forge_webhook(
        self, kind: ForgeryKind, order_id: str, *, url: str | None = None, count: int = 1
    ) -> list[dict[str, Any]]:
        """Send a forged webhook about an order, and return what the shop answered."""
        wish = {"kind": kind, "order_id": order_id, "url": url, "count": count}
        return self.post("webhooks/forge", wish)["answers"]
