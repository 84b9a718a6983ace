"""How payments refuse."""

from typing import Final

from shop_domain.kernel.errors import ErrorKind, ShopError

RETRY_AFTER_SECONDS: Final = 5


class PaymentNotFound(ShopError):
    """There is no such payment, or it is somebody else's."""

    code = "not_found"
    kind = ErrorKind.NOT_FOUND
    message = "Not found."


class PaymentMethodUnavailable(ShopError):
    """The shop does not take this way to pay."""

    code = "payment_method_unavailable"
    kind = ErrorKind.INVALID
    message = "This payment method is not available."


class PaymentProviderError(ShopError):
    """The provider is down or gave no usable answer; everything was given back."""

    code = "payment_provider_error"
    kind = ErrorKind.UPSTREAM
    message = "The payment provider can't be reached at the moment. Nothing was charged. Please try again."

    def __init__(self) -> None:
        """Ask for a retry after a few seconds."""
        super().__init__(retry_after=RETRY_AFTER_SECONDS)


class PaymentProviderBusy(ShopError):
    """The provider throttles, or too many calls to it are under way; everything was given back."""

    code = "payment_provider_busy"
    kind = ErrorKind.UNAVAILABLE
    message = "The payment provider is busy. Please try again."

    def __init__(self, retry_after: int | None = None) -> None:
        """Ask for the provider's pause, or a few seconds."""
        super().__init__(retry_after=retry_after or RETRY_AFTER_SECONDS)


class PaymentRefused(ShopError):
    """The provider said no to the attempt; everything was given back."""

    code = "payment_refused"
    kind = ErrorKind.INVALID
    message = "The payment provider refused this payment."


class PaymentNotApproved(ShopError):
    """The payer has not approved yet."""

    code = "payment_not_approved"
    kind = ErrorKind.CONFLICT
    message = "The payment has not been approved yet."


class PaymentDeclined(ShopError):
    """The provider declined; where another funding may be tried, `approval_url` leads to it."""

    code = "payment_declined"
    kind = ErrorKind.INVALID
    message = "The payment was declined."

    def __init__(self, approval_url: str | None = None) -> None:
        """Say it under `error` too, as the clients of old expect it."""
        if approval_url is None:
            super().__init__(error=self.message)
        else:
            super().__init__(error=self.message, approval_url=approval_url)


class InvalidSignature(ShopError):
    """A webhook was not sent by the provider, or was changed on its way."""

    code = "invalid_signature"
    kind = ErrorKind.INVALID
    message = "The signature is not valid."


class VerificationUnavailable(ShopError):
    """A webhook can't be verified just now; the provider shall send it again."""

    code = "verification_unavailable"
    kind = ErrorKind.UNAVAILABLE
    message = "The notification can't be verified at the moment."

    def __init__(self) -> None:
        """Ask for a retry after a minute."""
        super().__init__(retry_after=60)
