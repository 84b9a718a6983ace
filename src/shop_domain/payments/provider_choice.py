"""Which provider serves a payment method?"""

from collections.abc import Mapping
from typing import TypeVar

from shop_domain.payments.errors import PaymentMethodUnavailable
from shop_domain.payments.model import Method

P = TypeVar("P")


def choose_provider(name: str, providers: Mapping[Method, P]) -> tuple[Method, P]:
    """Find the provider of a chosen method; raise PaymentMethodUnavailable where it is unknown or not configured."""
    for method, provider in providers.items():
        if method.value == name:
            return method, provider
    raise PaymentMethodUnavailable
