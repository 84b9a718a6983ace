"""The use cases of carts: shop, take a guest's cart along at login, tidy up."""

from shop_domain.cart.service.merging import CartMergeService
from shop_domain.cart.service.shopping import CartService
from shop_domain.cart.service.tidying import CartTidyService

__all__ = ["CartMergeService", "CartService", "CartTidyService"]
