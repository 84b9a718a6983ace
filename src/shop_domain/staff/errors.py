"""How staff's work is refused."""

from shop_domain.kernel.errors import ErrorKind, ShopError


class NotPermitted(ShopError):
    """The caller's role does not include this."""

    code = "permission_denied"
    kind = ErrorKind.FORBIDDEN
    message = "You do not have permission to perform this action."


class CannotChangeSelf(ShopError):
    """Nobody changes their own standing."""

    code = "cannot_change_self"
    kind = ErrorKind.CONFLICT
    message = "You cannot change your own standing."


class AccountErased(ShopError):
    """The account's owner has left and was erased; nothing opens it again."""

    code = "account_erased"
    kind = ErrorKind.CONFLICT
    message = "This account was erased at its owner's wish."


class CannotBlockOwnNetwork(CannotChangeSelf):
    """Nobody shuts out the network that they are in: they could not let anybody in again."""

    message = "You are in this network yourself."


class LastAdministrator(ShopError):
    """The only administrator can't leave the shop."""

    code = "last_administrator"
    kind = ErrorKind.CONFLICT
    message = "The shop needs an administrator. Please appoint another one first."


class BlockNotFound(ShopError):
    """There is no such block in force."""

    code = "block_not_found"
    kind = ErrorKind.NOT_FOUND
    message = "There is no such block in force."


class SecondFactorConflict(ShopError):
    """The account has a second factor already, or none that could be confirmed."""

    code = "second_factor_stands"
    kind = ErrorKind.CONFLICT
    message = "There is no second factor to confirm, or one is in use already."
