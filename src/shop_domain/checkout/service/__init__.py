"""The use cases of buying: place, settle, cancel, look after."""

from shop_domain.checkout.service.cancelling import CancellationService
from shop_domain.checkout.service.departing import DepartureService
from shop_domain.checkout.service.notifying import PaymentNotificationService
from shop_domain.checkout.service.placing import CheckoutService
from shop_domain.checkout.service.reconciling import ReconciliationService
from shop_domain.checkout.service.refunding import RefundService
from shop_domain.checkout.service.settling import SettlementService
from shop_domain.checkout.service.taking_along import TakingAlongService

__all__ = [
    "CancellationService",
    "CheckoutService",
    "DepartureService",
    "PaymentNotificationService",
    "ReconciliationService",
    "RefundService",
    "SettlementService",
    "TakingAlongService",
]
