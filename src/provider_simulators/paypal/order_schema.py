"""What a request to create an order looks like."""

from provider_simulators.paypal.schema import AnySchema, ArraySchema, ObjectSchema, StringSchema

CONSTANT = r"^[0-9A-Z_]+\Z"
MONEY = ObjectSchema(
    properties={
        "currency_code": StringSchema(min_length=3, max_length=3),
        "value": StringSchema(max_length=32, pattern=r"^((-?[0-9]+)|(-?([0-9]+)?[.][0-9]+))\Z"),
    },
    required=("currency_code", "value"),
)
PARTS_OF_A_TOTAL = ("item_total", "shipping", "handling", "tax_total", "insurance", "shipping_discount", "discount")
AMOUNT = ObjectSchema(
    properties={**MONEY.properties, "breakdown": ObjectSchema(properties=dict.fromkeys(PARTS_OF_A_TOTAL, MONEY))},
    required=MONEY.required,
)
ITEM = ObjectSchema(
    properties={
        "name": StringSchema(min_length=1, max_length=127),
        "unit_amount": MONEY,
        "tax": MONEY,
        "quantity": StringSchema(max_length=10, pattern=r"^[1-9][0-9]{0,9}\Z"),
        "description": StringSchema(max_length=127),
        "sku": StringSchema(max_length=127),
        "category": StringSchema(min_length=1, max_length=20, enum=("DIGITAL_GOODS", "PHYSICAL_GOODS", "DONATION")),
    },
    required=("name", "unit_amount", "quantity"),
)
PAYEE = ObjectSchema(
    properties={
        "email_address": StringSchema(min_length=3, max_length=254, pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+\Z"),
        "merchant_id": StringSchema(min_length=13, max_length=13, pattern=r"^[2-9A-HJ-NP-Z]{13}\Z"),
    }
)
PURCHASE_UNIT = ObjectSchema(
    properties={
        "reference_id": StringSchema(min_length=1, max_length=256),
        "amount": AMOUNT,
        "payee": PAYEE,
        "description": StringSchema(min_length=1, max_length=127),
        "custom_id": StringSchema(min_length=1, max_length=127),
        "invoice_id": StringSchema(min_length=1, max_length=127),
        "soft_descriptor": StringSchema(min_length=1, max_length=22),
        "items": ArraySchema(items=ITEM),
        "shipping": AnySchema(),
        "supplementary_data": AnySchema(),
    },
    required=("amount",),
    unsupported=("payment_instruction",),
)
_LOCALE = StringSchema(
    min_length=2, max_length=10, pattern=r"^[a-z]{2}(?:-[A-Z][a-z]{3})?(?:-(?:[A-Z]{2}|[0-9]{3}))?\Z"
)
_SHIPPING = ("GET_FROM_FILE", "NO_SHIPPING", "SET_PROVIDED_ADDRESS")
_EXPERIENCE = {
    "brand_name": StringSchema(min_length=1, max_length=127),
    "locale": _LOCALE,
    "shipping_preference": StringSchema(min_length=1, max_length=24, enum=_SHIPPING),
    "return_url": StringSchema(is_url=True),
    "cancel_url": StringSchema(is_url=True),
    "user_action": StringSchema(min_length=1, max_length=8, pattern=CONSTANT, enum=("CONTINUE", "PAY_NOW")),
}
_LANDING = ("LOGIN", "GUEST_CHECKOUT", "NO_PREFERENCE")
_OLD_LANDING = ("LOGIN", "BILLING", "NO_PREFERENCE")
_METHODS = ("UNRESTRICTED", "IMMEDIATE_PAYMENT_REQUIRED")
EXPERIENCE_CONTEXT = ObjectSchema(
    properties={
        **_EXPERIENCE,
        "landing_page": StringSchema(min_length=1, max_length=13, pattern=CONSTANT, enum=_LANDING),
        "payment_method_preference": StringSchema(min_length=1, max_length=255, pattern=CONSTANT, enum=_METHODS),
    }
)
APPLICATION_CONTEXT = ObjectSchema(
    properties={
        **_EXPERIENCE,
        "landing_page": StringSchema(min_length=1, max_length=13, pattern=CONSTANT, enum=_OLD_LANDING),
        "payment_method": AnySchema(),
    }
)
_OTHER_SOURCES = (
    *("card", "token", "bancontact", "blik", "eps", "giropay", "ideal", "mybank", "p24"),
    *("sofort", "trustly", "apple_pay", "google_pay", "venmo"),
)
PAYMENT_SOURCE = ObjectSchema(
    properties={
        "paypal": ObjectSchema(
            properties={"experience_context": EXPERIENCE_CONTEXT, "email_address": PAYEE.properties["email_address"]},
            unsupported=("vault_id", "billing_agreement_id", "attributes"),
        )
    },
    unsupported=_OTHER_SOURCES,
)
ORDER = ObjectSchema(
    properties={
        "intent": StringSchema(enum=("CAPTURE", "AUTHORIZE")),
        "purchase_units": ArraySchema(items=PURCHASE_UNIT, min_items=1, max_items=10),
        "payment_source": PAYMENT_SOURCE,
        "application_context": APPLICATION_CONTEXT,
        "payer": AnySchema(),
    },
    required=("intent", "purchase_units"),
)
REFUND = ObjectSchema(
    properties={
        "amount": MONEY,
        "custom_id": StringSchema(min_length=1, max_length=127, pattern=r"^.*$"),
        "invoice_id": StringSchema(min_length=1, max_length=127, pattern=r"^.*$"),
        "note_to_payer": StringSchema(min_length=1, max_length=255, pattern=r"^.*$"),
    },
    unsupported=("payment_instruction",),
)
CAPTURE = ObjectSchema(properties={"payment_source": PAYMENT_SOURCE})
