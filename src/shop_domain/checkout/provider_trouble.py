"""What does a client hear when a provider gives no result?"""

from shop_domain.kernel.errors import ShopError
from shop_domain.payments.errors import PaymentProviderBusy, PaymentProviderError, PaymentRefused
from shop_domain.payments.gateway import GatewayError, Rejected, Throttled


def refusal_for(trouble: GatewayError) -> ShopError:
    """Say it in the shop's words: it said no, it is busy, or it is of no use at the moment."""
    if isinstance(trouble, Rejected):
        return PaymentRefused()
    if isinstance(trouble, Throttled):
        return PaymentProviderBusy(trouble.retry_after)
    return PaymentProviderError()
