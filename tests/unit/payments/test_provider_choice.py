"""Which ways to pay does a shopper have?"""

import pytest

from shop_domain.payments.errors import PaymentMethodUnavailable
from shop_domain.payments.model import Method
from shop_domain.payments.provider_choice import choose_provider


def test_a_method_that_is_configured_is_found_by_its_name():
    providers = {Method.PAYPAL: "paypal", Method.BIZUM: "redsys"}
    assert choose_provider("BIZUM", providers) == (Method.BIZUM, "redsys")


@pytest.mark.parametrize("name", ["BIZUM", "paypal", "", "CASH"])
def test_one_that_is_unknown_or_not_configured_is_refused(name):
    with pytest.raises(PaymentMethodUnavailable):
        choose_provider(name, {Method.PAYPAL: "paypal"})
