"""Looking at orders, giving them out, and what becomes of them when their owner leaves."""

from shop_domain.orders.service.exporting import OrderExportService
from shop_domain.orders.service.leaving import LeavingService
from shop_domain.orders.service.looking import OrderService

__all__ = ["LeavingService", "OrderExportService", "OrderService"]
