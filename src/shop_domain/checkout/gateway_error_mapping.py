"""What does a client hear when a provider gives no result?"""

from shop_domain.kernel.errors import ShopError
from shop_domain.payments.errors import PaymentProviderBusy, PaymentProviderError, PaymentRefused
from shop_domain.payments.gateway import GatewayError, Rejected, Throttled


def map_gateway_error(error: GatewayError) -> ShopError:
    """Say it in the shop's words: it said no, it is busy, or it is of no use at the moment."""
    if isinstance(error, Rejected):
        return PaymentRefused()
    if isinstance(error, Throttled):
        return PaymentProviderBusy(error.retry_after)
    return PaymentProviderError()
