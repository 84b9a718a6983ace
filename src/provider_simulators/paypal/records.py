"""What the simulator remembers of orders, captures and refunds."""

from datetime import datetime
from typing import Literal

import msgspec

from provider_simulators.paypal.documents import JsonObject
from provider_simulators.paypal.money import Money
from provider_simulators.paypal.order_request import OrderRequest

OrderStatus = Literal["CREATED", "PAYER_ACTION_REQUIRED", "APPROVED", "COMPLETED", "VOIDED"]
CaptureStatus = Literal["COMPLETED", "PENDING", "DECLINED", "FAILED", "PARTIALLY_REFUNDED", "REFUNDED"]
RefundStatus = Literal["COMPLETED", "PENDING", "FAILED", "CANCELLED"]
Funding = Literal["balance", "bank", "card", "declined"]


class Order(msgspec.Struct, frozen=True, kw_only=True):
    """An order, the wish that it came from, and how far the payer got."""

    id: str
    request: OrderRequest
    units: tuple[JsonObject, ...]
    """The purchase units as they were sent, to be shown again."""
    status: OrderStatus
    created_at: datetime
    updated_at: datetime
    approved_at: datetime | None = None
    funding: Funding | None = None
    has_been_declined: bool = False
    capture_attempts: int = 0

    @property
    def waits_for_payer(self) -> bool:
        return self.status in ("CREATED", "PAYER_ACTION_REQUIRED")

    @property
    def unapproved_status(self) -> OrderStatus:
        return "PAYER_ACTION_REQUIRED" if self.request.uses_wallet else "CREATED"


class Capture(msgspec.Struct, frozen=True, kw_only=True):
    """Money taken from a payer, or the failure to take it."""

    id: str
    order_id: str
    unit: int
    status: CaptureStatus
    amount: Money
    payee_id: str
    created_at: datetime
    updated_at: datetime
    custom_id: str | None = None
    invoice_id: str | None = None
    reason: str | None = None
    finishes_at: datetime | None = None


class Refund(msgspec.Struct, frozen=True, kw_only=True):
    """Money given back, or on its way."""

    id: str
    capture_id: str
    status: RefundStatus
    amount: Money
    created_at: datetime
    updated_at: datetime
    custom_id: str | None = None
    invoice_id: str | None = None
    note_to_payer: str | None = None
    finishes_at: datetime | None = None
    is_reversal: bool = False

    @property
    def counts(self) -> bool:
        """Whether it uses up some of the capture."""
        return self.status in ("COMPLETED", "PENDING")
