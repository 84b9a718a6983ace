"""One purchase with a kill in it: what the buyer does, and what must be true once the shop has got over it."""

from uuid import UUID, uuid4

from tests.torture.buyer import Buyer
from tests.torture.oracle import Oracle
from tests.torture.rig import Rig

RETRY_SECONDS = 7_200
"""PayPal has tried a webhook again by then."""


class Purchase:
    """From an empty cart to a confirmed order, in the steps of a buyer, of PayPal and of the worker."""

    def __init__(self, rig: Rig, goods: dict[UUID, int], coupon: str, *, worker_first: bool = False) -> None:
        self.rig, self.goods, self.coupon = rig, goods, coupon
        self.buyer = Buyer(rig, worker_first=worker_first)
        self.order_key = uuid4().hex

    def run(self, *, with_worker: bool) -> None:
        """Buy, whatever happens on the way."""
        self.rig.paypal.hold_webhooks()
        self.buyer.fill(self.goods, self.coupon)
        self.buyer.order(self.order_key)
        self.buyer.approve()
        self.buyer.return_paid()
        self.rig.paypal.release_webhooks()
        self.rig.paypal.drain_webhooks()
        if with_worker and self.rig.program.alive:
            self.rig.program.run("worker", "--once")

    def recover(self) -> None:
        """Let whatever the kill left behind be mended, by time and by the worker alone."""
        self.rig.disarm()
        self.rig.restart_if_killed()
        self.rig.pass_time(61)
        self.rig.run_worker()

    def violations(self) -> list[str]:
        """List what is wrong with the books, and with what the buyer was told."""
        shown = self.buyer.shown_order()
        found = Oracle(self.rig).violations()
        if shown["status"] != "CONFIRMED" or shown["coupons"] != [self.coupon]:
            found.append(f"the buyer's order is {shown['status']} with {shown['coupons']}")
        if {UUID(item["variant_id"]): item["quantity"] for item in shown["items"]} != self.goods:
            found.append(f"the buyer ordered {self.goods} and got {shown['items']}")
        again = self.buyer.order(self.order_key)
        if self.buyer.creations[0] != self.buyer.creations[-1]:
            found.append(f"C20 the same key gave another answer: {self.buyer.creations[0]!r}, {again}")
        return found
