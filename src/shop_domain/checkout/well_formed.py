"""Can an order be made of what the shopper says?"""

from shop_domain.accounts.registration_form import IsAddress, address_faults
from shop_domain.cart.cart_details import NO_METHODS
from shop_domain.checkout.model import CheckoutDetails
from shop_domain.kernel.errors import InvalidFields


def require_well_formed(details: CheckoutDetails, is_address: IsAddress) -> None:
    """Refuse an address that no mail can go to, and a way of shipping that does not exist; raise InvalidFields."""
    faults: dict[str, list[str]] = {}
    if details.email is not None and (wrong := address_faults(details.email, is_address)):
        faults["email"] = wrong
    if details.shipping_method_id is not None:
        faults["shipping_method_id"] = [NO_METHODS]
    if faults:
        raise InvalidFields(faults)
