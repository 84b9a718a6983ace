"""Can an order be made of what the shopper says?"""

from shop_domain.accounts.registration_form import IsEmailAddress, email_errors
from shop_domain.cart.cart_details import NO_SHIPPING_METHODS
from shop_domain.checkout.model import CheckoutDetails
from shop_domain.kernel.errors import InvalidFields


def validate_checkout_fields(details: CheckoutDetails, is_address: IsEmailAddress) -> None:
    """Refuse an address that no mail can go to, and a way of shipping that does not exist; raise InvalidFields."""
    faults: dict[str, list[str]] = {}
    if details.email is not None and (wrong := email_errors(details.email, is_address)):
        faults["email"] = wrong
    if details.shipping_method_id is not None:
        faults["shipping_method_id"] = [NO_SHIPPING_METHODS]
    if faults:
        raise InvalidFields(faults)
