"""Showing orders to those who placed them, and exporting them."""

from shop_domain.orders.service.export_orders import OrderExportService
from shop_domain.orders.service.view_orders import OrderService

__all__ = ["OrderExportService", "OrderService"]
