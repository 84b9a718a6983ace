"""What does a shopper say about the order to come, and can it be so?"""

from collections.abc import Collection
from typing import Final, TypeVar

import msgspec
from msgspec import UNSET, UnsetType
from msgspec.structs import replace

from shop_domain.accounts.registration_form import IsEmailAddress, email_errors
from shop_domain.cart.model import Cart, PostalAddress
from shop_domain.kernel.errors import InvalidFields

T = TypeVar("T")
NO_SHIPPING_METHODS: Final = "No shipping methods are available."


class CartDetails(msgspec.Struct, frozen=True, kw_only=True):
    """What to change; what is unset stays, and None removes it."""

    shipping_method_id: str | UnsetType | None = UNSET
    shipping_address: PostalAddress | UnsetType | None = UNSET
    billing_address: PostalAddress | UnsetType | None = UNSET
    email: str | UnsetType | None = UNSET
    note: str | UnsetType | None = UNSET
    currency: str | UnsetType = UNSET

    def apply_to(self, cart: Cart, *, currencies: Collection[str], is_address: IsEmailAddress) -> Cart:
        """Change a cart; raise InvalidFields, which names every field that can't be so."""
        if errors := {
            **self._method_faults(),
            **self._email_faults(is_address),
            **self._currency_faults(cart, currencies),
        }:
            raise InvalidFields(errors)
        return replace(
            cart,
            shipping_address=_given(self.shipping_address, cart.shipping_address),
            billing_address=_given(self.billing_address, cart.billing_address),
            email=_given(self.email, cart.email) or None,
            note=_given(self.note, cart.note) or None,
            currency=cart.currency if isinstance(self.currency, UnsetType) else self.currency,
        )

    def _method_faults(self) -> dict[str, list[str]]:
        return {"shipping_method_id": [NO_SHIPPING_METHODS]} if isinstance(self.shipping_method_id, str) else {}

    def _email_faults(self, is_address: IsEmailAddress) -> dict[str, list[str]]:
        faults = email_errors(self.email, is_address) if isinstance(self.email, str) and self.email else []
        return {"email": faults} if faults else {}

    def _currency_faults(self, cart: Cart, currencies: Collection[str]) -> dict[str, list[str]]:
        if isinstance(self.currency, UnsetType):
            return {}
        if self.currency not in currencies:
            return {"currency": [f"The shop sells in {', '.join(sorted(currencies))}."]}
        if cart.lines and self.currency != cart.currency:
            return {"currency": [f"The cart holds items in {cart.currency}."]}
        return {}


def _given(new: T | UnsetType, old: T) -> T:
    return old if isinstance(new, UnsetType) else new
