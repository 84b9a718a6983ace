"""What is a client told when a provider gives no result?"""

from shop_domain.kernel.errors import ShopError
from shop_domain.payments.errors import PaymentProviderBusy, PaymentProviderError, PaymentRefused
from shop_domain.payments.gateway import GatewayError, Rejected, Throttled


def map_gateway_error(error: GatewayError) -> ShopError:
    """Give the error for the client: the provider refused, is busy, or is not available."""
    if isinstance(error, Rejected):
        return PaymentRefused()
    if isinstance(error, Throttled):
        return PaymentProviderBusy(error.retry_after)
    return PaymentProviderError()
