"""Are the fields of a checkout valid?"""

from shop_domain.accounts.registration_form import IsEmailAddress, email_errors
from shop_domain.cart.cart_details import NO_SHIPPING_METHODS
from shop_domain.checkout.model import CheckoutDetails
from shop_domain.kernel.errors import InvalidFields


def validate_checkout_fields(details: CheckoutDetails, is_address: IsEmailAddress) -> None:
    """Refuse an invalid e-mail address, and a shipping method that does not exist; raise InvalidFields."""
    errors: dict[str, list[str]] = {}
    if details.email is not None and (messages := email_errors(details.email, is_address)):
        errors["email"] = messages
    if details.shipping_method_id is not None:
        errors["shipping_method_id"] = [NO_SHIPPING_METHODS]
    if errors:
        raise InvalidFields(errors)
