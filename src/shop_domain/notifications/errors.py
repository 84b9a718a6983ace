"""Why a mail did not go out."""

from shop_domain.kernel.errors import ErrorKind, ShopError


class MailNotSent(ShopError):
    """The mail could not be handed over now; another try may do."""

    code = "mail_not_sent"
    kind = ErrorKind.UNAVAILABLE
    message = "The mail could not be handed over."


class MailRefused(ShopError):
    """The mail server will never take this mail, such as for an address that does not exist."""

    code = "mail_refused"
    kind = ErrorKind.UPSTREAM
    message = "The mail server refused the mail for good."
