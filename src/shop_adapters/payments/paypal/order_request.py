"""What PayPal is told about a new attempt to pay."""

import re
from typing import Final

from shop_adapters.payments.paypal.account import PayPalAccount
from shop_adapters.payments.paypal.amounts import to_paypal_amount
from shop_domain.payments.gateway import Rejected, RetryAdvice, StartRequest

MAX_TEXT_LENGTH: Final = 127
_LOCALE: Final = re.compile(r"[a-z]{2}-[A-Z]{2}")
"""PayPal takes nothing shorter; without it the payer's browser decides."""


def build_order_request(request: StartRequest, account: PayPalAccount) -> dict[str, object]:
    """Write the request for an order; raise Rejected where PayPal can't take its amount.

    Only the total is sent: a breakdown would have to add up by PayPal's rules, and decides nothing.
    """
    if request.amount.currency not in account.currencies:
        raise Rejected("currency_not_supported", RetryAdvice.NEVER)
    unit = {
        "reference_id": "default",
        "custom_id": request.reference,
        "invoice_id": request.reference,
        "description": _text(request.description) or request.order_number,
        "amount": to_paypal_amount(request.amount),
    }
    experience = {
        "return_url": request.return_url,
        "cancel_url": request.cancel_url,
        "user_action": "PAY_NOW",
        "shipping_preference": "NO_SHIPPING",
        "landing_page": "NO_PREFERENCE",
        "payment_method_preference": "IMMEDIATE_PAYMENT_REQUIRED",
        **_if_given("locale", request.language if _LOCALE.fullmatch(request.language) else ""),
        **_if_given("brand_name", _text(account.brand_name)),
    }
    wallet = {"experience_context": experience}
    return {"intent": "CAPTURE", "purchase_units": [unit], "payment_source": {"paypal": wallet}}


def _if_given(name: str, value: str) -> dict[str, str]:
    return {name: value} if value else {}


def _text(text: str) -> str:
    return (
        "".join(character if character.isprintable() else " " for character in text).strip()[:MAX_TEXT_LENGTH].strip()
    )
