"""What is kept of an exchange with PayPal."""

from typing import Final

from shop_adapters.payments.http_client.log_masking import LogFormat

PAYPAL_LOG_FORMAT: Final = LogFormat(
    trace_header="paypal-debug-id",
    secret_fields=frozenset(
        {"access_token", "refresh_token", "id_token", "client_secret", "nonce", "authorization", "card", "shipping"}
    ),
    payer_fields=frozenset({"payer", "payment_source"}),
    personal_fields=frozenset(
        {"name", "email_address", "address", "phone", "phone_number", "birth_date", "tax_info", "attributes"}
    ),
)
