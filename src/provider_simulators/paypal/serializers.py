"""Write orders, captures and refunds as PayPal's documents."""

import re
from decimal import Decimal

import msgspec

from provider_simulators.paypal.config import PayPalConfig
from provider_simulators.paypal.documents import JsonObject, Link, format_time, without_none
from provider_simulators.paypal.ledger import LedgerState
from provider_simulators.paypal.money import Money, rounded_money, sum_amounts
from provider_simulators.paypal.records import Capture, Order, Refund

PAYER_EMAIL = "buyer@payer.example"
_FEE_SHARE, _FEE_FIXED = Decimal("0.029"), Decimal("0.35")
_SHOWABLE = re.compile(r"^[A-Za-z0-9\-_.,]*\Z")


class PayPalSerializer:
    """All documents of one simulator: links lead to where it is found."""

    def __init__(self, config: PayPalConfig) -> None:
        self._base_url = config.base_url.rstrip("/")
        self._browser_url = (config.browser_url or config.base_url).rstrip("/")
        self._merchant_id = config.merchant_id

    def checkout_url(self, order_id: str) -> str:
        return f"{self._browser_url}/checkoutnow?token={order_id}"

    def link(self, path: str, rel: str, method: str = "GET") -> Link:
        return Link(f"{self._base_url}{path}", rel, method)

    def order_links(self, order: Order) -> list[Link]:
        path = f"/v2/checkout/orders/{order.id}"
        payer = Link(self.checkout_url(order.id), "payer-action" if order.request.uses_wallet else "approve")
        links = [self.link(path, "self"), payer]
        links += [self.link(path, "update", "PATCH"), self.link(f"{path}/capture", "capture", "POST")]
        return [links[0]] if order.status in ("COMPLETED", "VOIDED") else links

    def order(self, order: Order, ledger: LedgerState, payer_id: str) -> JsonObject:
        approved = order.approved_at is not None
        account: JsonObject = {"email_address": PAYER_EMAIL, "account_id": payer_id, "account_status": "VERIFIED"}
        wallet: JsonObject = account if approved else {}
        return without_none(
            id=order.id,
            intent=order.request.intent,
            status=order.status,
            payment_source={"paypal": wallet} if approved or order.request.uses_wallet else None,
            purchase_units=[self._unit(order, n, ledger) for n in range(len(order.units))],
            payer={"email_address": PAYER_EMAIL, "payer_id": payer_id} if approved else None,
            create_time=format_time(order.created_at),
            update_time=format_time(order.updated_at),
            links=self.order_links(order),
        )

    def minimal_order(self, order: Order) -> JsonObject:
        return {"id": order.id, "status": order.status, "links": self.order_links(order)}

    def _unit(self, order: Order, n: int, ledger: LedgerState) -> JsonObject:
        captures = [capture for capture in ledger.captures_of(order.id) if capture.unit == n]
        refunds = [refund for capture in captures for refund in ledger.refunds_of(capture.id)]
        payments = without_none(
            captures=[self.capture(capture) for capture in captures],
            refunds=[self.refund(refund, ledger) for refund in refunds] or None,
        )
        payee_id = captures[-1].payee_id if captures else self._merchant_id
        shown = {"reference_id": "default", "payee": {"merchant_id": payee_id}, **order.units[n]}
        if captures:
            shown["payee"] = {"merchant_id": payee_id}
        return {**shown, "payments": payments} if captures else shown

    def capture(self, capture: Capture) -> JsonObject:
        path = f"/v2/payments/captures/{capture.id}"
        links = [self.link(path, "self"), self.link(f"{path}/refund", "refund", "POST")]
        return without_none(
            id=capture.id,
            status=capture.status,
            status_details={"reason": capture.reason} if capture.reason else None,
            amount=capture.amount,
            final_capture=True,
            custom_id=capture.custom_id,
            invoice_id=capture.invoice_id,
            seller_protection={"status": "ELIGIBLE", "dispute_categories": ["ITEM_NOT_RECEIVED"]},
            seller_receivable_breakdown=_receivable(capture),
            create_time=format_time(capture.created_at),
            update_time=format_time(capture.updated_at),
            links=[*links, self.link(f"/v2/checkout/orders/{capture.order_id}", "up")],
        )

    def full_capture(self, capture: Capture) -> JsonObject:
        """Show a capture on its own, with what its place in an order would tell."""
        related = {"related_ids": {"order_id": capture.order_id}}
        payee = {"merchant_id": capture.payee_id}
        return {**self.capture(capture), "supplementary_data": related, "payee": payee}

    def refund_links(self, refund: Refund) -> list[Link]:
        up = self.link(f"/v2/payments/captures/{refund.capture_id}", "up")
        return [self.link(f"/v2/payments/refunds/{refund.id}", "self"), up]

    def minimal_refund(self, refund: Refund) -> JsonObject:
        return {"id": refund.id, "status": refund.status, "links": self.refund_links(refund)}

    def refund(self, refund: Refund, ledger: LedgerState) -> JsonObject:
        sent = [other.amount for other in ledger.refunds_of(refund.capture_id) if other.counts]
        so_far = rounded_money(sum_amounts(sent), refund.amount.currency_code)
        free = rounded_money(Decimal(0), refund.amount.currency_code)
        breakdown: JsonObject = {"gross_amount": refund.amount, "paypal_fee": free, "net_amount": refund.amount}
        return without_none(
            id=refund.id,
            status=refund.status,
            status_details={"reason": "ECHECK"} if refund.status == "PENDING" else None,
            amount=refund.amount,
            custom_id=refund.custom_id if _SHOWABLE.match(refund.custom_id or "") else None,
            invoice_id=refund.invoice_id,
            note_to_payer=refund.note_to_payer,
            seller_payable_breakdown={**breakdown, "total_refunded_amount": so_far},
            create_time=format_time(refund.created_at),
            update_time=format_time(refund.updated_at),
            links=self.refund_links(refund),
        )


def _receivable(capture: Capture) -> dict[str, Money] | None:
    """Return what the merchant gets, once the money is there."""
    if capture.status not in ("COMPLETED", "PARTIALLY_REFUNDED", "REFUNDED"):
        return None
    gross, currency = capture.amount.number, capture.amount.currency_code
    fee = rounded_money(min(gross, gross * _FEE_SHARE + _FEE_FIXED), currency)
    net = rounded_money(gross - fee.number, currency)
    return {"gross_amount": capture.amount, "paypal_fee": fee, "net_amount": net}


def to_builtins(document: JsonObject) -> JsonObject:
    """Return the document with nothing but JSON's own types in it."""
    plain: JsonObject = msgspec.to_builtins(document)
    return plain
