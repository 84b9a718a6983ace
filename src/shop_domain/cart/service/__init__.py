"""The use cases of carts: change them, merge a guest's at login, clean up."""

from shop_domain.cart.service.change_cart import CartService
from shop_domain.cart.service.clean_up_carts import CartCleanupService
from shop_domain.cart.service.merge_guest_cart import CartMergeService

__all__ = ["CartCleanupService", "CartMergeService", "CartService"]
