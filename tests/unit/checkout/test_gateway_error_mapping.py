"""What is a client told when a provider gives no result?"""

import pytest

from shop_domain.checkout.gateway_error_mapping import map_gateway_error
from shop_domain.payments.errors import PaymentProviderBusy, PaymentProviderError, PaymentRefused
from shop_domain.payments.gateway import Ambiguous, Misconfigured, NotSent, Rejected, RetryAdvice, Throttled


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (Rejected("PAYEE_ACCOUNT_RESTRICTED", RetryAdvice.NEVER), PaymentRefused),
        (Throttled(), PaymentProviderBusy),
        (NotSent("no route"), PaymentProviderError),
        (Ambiguous("timed out"), PaymentProviderError),
        (Misconfigured("the key is wrong"), PaymentProviderError),
    ],
)
def test_each_failure_has_one_error_that_says_nothing_of_the_provider(error, told):
    mapped = map_gateway_error(error)
    assert type(mapped) is told
    assert str(mapped) == told.message


@pytest.mark.parametrize(("asked", "told"), [(None, 5), (42, 42)])
def test_a_provider_that_throttles_says_how_long_to_wait(asked, told):
    assert map_gateway_error(Throttled(asked)).retry_after == told
