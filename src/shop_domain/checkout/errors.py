"""How a checkout refuses."""

from shop_domain.cart.model import PricedCart
from shop_domain.inventory.errors import OutOfStock
from shop_domain.inventory.model import Shortage
from shop_domain.kernel.errors import ErrorKind, InvalidFields, ShopError


class CartEmpty(ShopError):
    """There is nothing to buy."""

    code = "cart_empty"
    kind = ErrorKind.INVALID
    message = "The cart is empty."


class EmailRequired(InvalidFields):
    """A guest's order needs an address to write to."""

    def __init__(self) -> None:
        super().__init__({"email": ["This field is required for guests."]})


class CartChanged(ShopError):
    """The cart costs something else than the client was shown; it is shown again, and may be ordered now."""

    code = "cart_changed"
    kind = ErrorKind.CONFLICT
    message = "The cart has changed. Please check it and try again."

    def __init__(self, priced: PricedCart) -> None:
        super().__init__()
        self.priced = priced


class CartOutOfStock(OutOfStock):
    """Some of the cart can't be had any more; the cart is shown as it is."""

    def __init__(self, shortages: tuple[Shortage, ...], priced: PricedCart) -> None:
        super().__init__(shortages)
        self.priced = priced


class PaymentClosed(ShopError):
    """The attempt has ended unpaid; nothing was charged, and nothing will be."""

    code = "payment_closed"
    kind = ErrorKind.CONFLICT
    message = "This payment has ended and was not charged. The cart is yours again: please start a new payment."
