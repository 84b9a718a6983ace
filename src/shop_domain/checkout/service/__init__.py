"""The use cases of buying: place, complete, cancel, reconcile."""

from shop_domain.checkout.service.cancel_order import CancellationService
from shop_domain.checkout.service.cancel_unpaid_orders import UnpaidOrderCancellation
from shop_domain.checkout.service.complete_payment import PaymentCompletionService
from shop_domain.checkout.service.payment_webhooks import PaymentWebhookService
from shop_domain.checkout.service.place_order import CheckoutService
from shop_domain.checkout.service.process_refunds import RefundService
from shop_domain.checkout.service.reconcile_payments import ReconciliationService

__all__ = [
    "CancellationService",
    "CheckoutService",
    "PaymentCompletionService",
    "PaymentWebhookService",
    "ReconciliationService",
    "RefundService",
    "UnpaidOrderCancellation",
]
