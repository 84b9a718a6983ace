"""Who counts as the same customer when coupons are limited?"""

from shop_domain.accounts.canonical import canonical
from shop_domain.accounts.model import UserId, user_reference
from shop_domain.pricing.model import CustomerKey


def customer_key(user_id: UserId | None, email: str | None) -> CustomerKey | None:
    """Name a customer: the user, else the guest's address; None for a guest who has not given one yet."""
    if user_id is not None:
        return CustomerKey(user_reference(user_id))
    return CustomerKey(f"email:{canonical(email)}") if email else None
