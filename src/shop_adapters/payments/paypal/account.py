"""The merchant's account, as PayPal and the shop know it."""

import msgspec

from shop_adapters.payments.paypal.amounts import SUPPORTED_CURRENCIES


class PayPalAccount(msgspec.Struct, frozen=True, kw_only=True):
    """What it takes to act for a merchant. Its secret is never shown."""

    base_url: str
    client_id: str
    client_secret: str
    webhook_id: str | None
    """None where no webhook is registered: then no notification can be verified."""
    brand_name: str
    browser_url: str | None = None
    """Where payers meet a simulator on this machine, if elsewhere than here; PayPal itself needs none."""
    currencies: frozenset[str] = SUPPORTED_CURRENCIES

    def __repr__(self) -> str:
        return f"PayPalAccount(base={self.base_url!r}, client_id={self.client_id!r})"
