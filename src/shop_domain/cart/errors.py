"""How carts refuse."""

from shop_domain.accounts.model import UserId
from shop_domain.catalog.model import VariantId
from shop_domain.kernel.errors import ErrorKind, InvalidFields, ShopError


class CartNotFound(ShopError):
    """There is no such cart."""

    code = "not_found"
    kind = ErrorKind.NOT_FOUND
    message = "Not found."


class LineNotFound(ShopError):
    """The cart has no such line."""

    code = "not_found"
    kind = ErrorKind.NOT_FOUND
    message = "The cart has no such item."


class CouponNotInCart(ShopError):
    """The cart does not hold such a coupon."""

    code = "coupon_not_found"
    kind = ErrorKind.NOT_FOUND
    message = "The cart does not hold this coupon."


class InsufficientStock(ShopError):
    """More is wanted of one variant than can be had."""

    code = "insufficient_stock"
    kind = ErrorKind.INVALID

    def __init__(self, variant_id: VariantId, available: int) -> None:
        message = f"Only {available} of this item can be had." if available else "This item is out of stock."
        super().__init__(message, variant_id=str(variant_id), available=available)


class CartFull(ShopError):
    """One more line, or one more coupon, than a cart holds."""

    code = "cart_full"
    kind = ErrorKind.INVALID
    message = "The cart is full."


class NotForSale(InvalidFields):
    """No such thing is on sale."""

    def __init__(self, message: str = "This product does not exist or is not for sale.") -> None:
        super().__init__({"variant_id": [message]})


class InvalidQuantity(InvalidFields):
    """A line can't hold so many."""

    def __init__(self, message: str) -> None:
        super().__init__({"quantity": [message]})


class GuestKeyRetired(ShopError):
    """The cart of the key was merged at a login; the key is not valid any more."""

    code = "session_key_retired"
    kind = ErrorKind.UNAUTHENTICATED
    message = "This session key is no longer valid."

    def __init__(self, merged_into_user_id: UserId) -> None:
        """Keep, for the shop alone, whose the cart is now."""
        super().__init__()
        self.merged_into_user_id = merged_into_user_id
