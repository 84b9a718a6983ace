"""A way to pay is offered where its provider is configured."""

from typing import Any

import pytest

from shop_adapters.composition.payment_providers import NO_SIMULATOR_ACCOUNTS, payment_providers
from shop_adapters.composition.settings import Settings, ShopEnv
from shop_adapters.payments.paypal.account import PayPalAccount
from shop_domain.payments.gateway import AttemptRef
from shop_domain.payments.model import Method

LOCAL = PayPalAccount(base_url="http://127.0.0.1:1", client_id="c", client_secret="s", webhook_id="W1", brand_name="")
CREDENTIALS = {"paypal_client_id": "c", "paypal_client_secret": "s"}


def offered(local: PayPalAccount | None, **settings: Any) -> set[Method]:
    made = Settings(secret_key="k" * 32, database_url="memory:", **settings)
    simulators = NO_SIMULATOR_ACCOUNTS if local is None else {Method.PAYPAL: local}
    return set(payment_providers(made, in_transaction=lambda: False, simulator_accounts=simulators))


@pytest.mark.parametrize(
    ("local", "settings", "methods"),
    [
        (None, {}, set()),
        (LOCAL, {}, {Method.PAYPAL}),
        (None, CREDENTIALS, {Method.PAYPAL}),
        (LOCAL, {"shop_env": ShopEnv.PRODUCTION}, set()),
        (LOCAL, {"shop_env": ShopEnv.PRODUCTION, **CREDENTIALS}, {Method.PAYPAL}),
    ],
    ids=["nothing", "local", "credentials", "production without", "production with"],
)
def test_paypal_needs_credentials_or_a_simulator_outside_production(
    local: PayPalAccount | None, settings: dict[str, Any], methods: set[Method]
):
    assert offered(local, **settings) == methods


def test_every_provider_is_guarded():
    made = Settings(secret_key="k" * 32, database_url="memory:")
    providers = payment_providers(made, in_transaction=lambda: True, simulator_accounts={Method.PAYPAL: LOCAL})
    with pytest.raises(ValueError, match="inside a transaction"):
        providers[Method.PAYPAL].lookup(AttemptRef(reference="R", provider_id="O1"))
