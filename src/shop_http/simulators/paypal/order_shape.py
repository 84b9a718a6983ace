"""What a request to create an order looks like."""

from shop_http.simulators.paypal.shape import Anything, Fields, Many, Text

CONSTANT = r"^[0-9A-Z_]+\Z"
MONEY = Fields(
    known={
        "currency_code": Text(least=3, most=3),
        "value": Text(most=32, pattern=r"^((-?[0-9]+)|(-?([0-9]+)?[.][0-9]+))\Z"),
    },
    required=("currency_code", "value"),
)
PARTS_OF_A_TOTAL = ("item_total", "shipping", "handling", "tax_total", "insurance", "shipping_discount", "discount")
AMOUNT = Fields(
    known={**MONEY.known, "breakdown": Fields(known=dict.fromkeys(PARTS_OF_A_TOTAL, MONEY))},
    required=MONEY.required,
)
ITEM = Fields(
    known={
        "name": Text(least=1, most=127),
        "unit_amount": MONEY,
        "tax": MONEY,
        "quantity": Text(most=10, pattern=r"^[1-9][0-9]{0,9}\Z"),
        "description": Text(most=127),
        "sku": Text(most=127),
        "category": Text(least=1, most=20, one_of=("DIGITAL_GOODS", "PHYSICAL_GOODS", "DONATION")),
    },
    required=("name", "unit_amount", "quantity"),
)
PAYEE = Fields(
    known={
        "email_address": Text(least=3, most=254, pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+\Z"),
        "merchant_id": Text(least=13, most=13, pattern=r"^[2-9A-HJ-NP-Z]{13}\Z"),
    }
)
PURCHASE_UNIT = Fields(
    known={
        "reference_id": Text(least=1, most=256),
        "amount": AMOUNT,
        "payee": PAYEE,
        "description": Text(least=1, most=127),
        "custom_id": Text(least=1, most=127),
        "invoice_id": Text(least=1, most=127),
        "soft_descriptor": Text(least=1, most=22),
        "items": Many(of=ITEM),
        "shipping": Anything(),
        "supplementary_data": Anything(),
    },
    required=("amount",),
    refused=("payment_instruction",),
)
_LOCALE = Text(least=2, most=10, pattern=r"^[a-z]{2}(?:-[A-Z][a-z]{3})?(?:-(?:[A-Z]{2}|[0-9]{3}))?\Z")
_SHIPPING = ("GET_FROM_FILE", "NO_SHIPPING", "SET_PROVIDED_ADDRESS")
_EXPERIENCE = {
    "brand_name": Text(least=1, most=127),
    "locale": _LOCALE,
    "shipping_preference": Text(least=1, most=24, one_of=_SHIPPING),
    "return_url": Text(is_url=True),
    "cancel_url": Text(is_url=True),
    "user_action": Text(least=1, most=8, pattern=CONSTANT, one_of=("CONTINUE", "PAY_NOW")),
}
_LANDING = ("LOGIN", "GUEST_CHECKOUT", "NO_PREFERENCE")
_OLD_LANDING = ("LOGIN", "BILLING", "NO_PREFERENCE")
_METHODS = ("UNRESTRICTED", "IMMEDIATE_PAYMENT_REQUIRED")
EXPERIENCE_CONTEXT = Fields(
    known={
        **_EXPERIENCE,
        "landing_page": Text(least=1, most=13, pattern=CONSTANT, one_of=_LANDING),
        "payment_method_preference": Text(least=1, most=255, pattern=CONSTANT, one_of=_METHODS),
    }
)
APPLICATION_CONTEXT = Fields(
    known={
        **_EXPERIENCE,
        "landing_page": Text(least=1, most=13, pattern=CONSTANT, one_of=_OLD_LANDING),
        "payment_method": Anything(),
    }
)
_OTHER_SOURCES = (
    *("card", "token", "bancontact", "blik", "eps", "giropay", "ideal", "mybank", "p24"),
    *("sofort", "trustly", "apple_pay", "google_pay", "venmo"),
)
PAYMENT_SOURCE = Fields(
    known={
        "paypal": Fields(
            known={"experience_context": EXPERIENCE_CONTEXT, "email_address": PAYEE.known["email_address"]},
            refused=("vault_id", "billing_agreement_id", "attributes"),
        )
    },
    refused=_OTHER_SOURCES,
)
ORDER = Fields(
    known={
        "intent": Text(one_of=("CAPTURE", "AUTHORIZE")),
        "purchase_units": Many(of=PURCHASE_UNIT, least=1, most=10),
        "payment_source": PAYMENT_SOURCE,
        "application_context": APPLICATION_CONTEXT,
        "payer": Anything(),
    },
    required=("intent", "purchase_units"),
)
REFUND = Fields(
    known={
        "amount": MONEY,
        "custom_id": Text(least=1, most=127, pattern=r"^.*$"),
        "invoice_id": Text(least=1, most=127, pattern=r"^.*$"),
        "note_to_payer": Text(least=1, most=255, pattern=r"^.*$"),
    },
    refused=("payment_instruction",),
)
CAPTURE = Fields(known={"payment_source": PAYMENT_SOURCE})
