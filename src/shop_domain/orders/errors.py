"""How orders refuse."""

from shop_domain.kernel.errors import ErrorKind, ShopError


class OrderNotFound(ShopError):
    """There is no such order, or it is somebody else's."""

    code = "not_found"
    kind = ErrorKind.NOT_FOUND
    message = "Not found."


class IllegalTransition(ShopError):
    """An order can't go from where it is to where it should."""

    code = "illegal_transition"
    kind = ErrorKind.CONFLICT
    message = "The order can't do that in its present state."


class PaymentInProgress(ShopError):
    """A payment of the order is under way, so nobody can tell yet whether it is paid."""

    code = "payment_in_progress"
    kind = ErrorKind.CONFLICT
    message = "A payment of this order is being processed. Please try again in a minute."
