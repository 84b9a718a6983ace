"""How refusals look to a generated client: one schema for each code, so that a client tells them apart by it."""

from collections.abc import Iterable, Mapping
from typing import Any, Final, TypeAlias
from uuid import UUID

import msgspec
from msgspec import UNSET, UnsetType

from shop_domain.cart.errors import InsufficientStock
from shop_domain.checkout.errors import CartChanged, CartOutOfStock
from shop_domain.inventory.errors import OutOfStock
from shop_domain.kernel.errors import InvalidFields, ShopError
from shop_domain.orders.errors import IllegalTransition
from shop_domain.orders.model import OrderStatus
from shop_domain.payments.errors import PaymentDeclined
from shop_domain.pricing.errors import CouponMinimumNotMet, CouponRefused
from shop_http.errors import InternalError
from shop_http.schemas.cart import CartOut

ErrorType: TypeAlias = type[ShopError]


def message_of(error: ErrorType) -> str:
    """Give a refusal's words; one that words itself anew each time is told by what it means."""
    return getattr(error, "message", None) or (error.__doc__ or "").strip().partition("\n")[0]


class UnavailableOut(msgspec.Struct, frozen=True, kw_only=True):
    """A variant of which less can be had than is wanted."""

    variant_id: UUID
    available: int


class InsufficientStockDetails(UnavailableOut, frozen=True, kw_only=True):
    """Which variant is short, and what can be had of it."""


class OutOfStockDetails(msgspec.Struct, frozen=True, kw_only=True):
    """Which variants are short."""

    unavailable: tuple[UnavailableOut, ...]


class CartChangedDetails(msgspec.Struct, frozen=True, kw_only=True):
    """The cart as it is now."""

    cart: CartOut


class CartOutOfStockDetails(OutOfStockDetails, frozen=True, kw_only=True):
    """Which variants are short, and the cart as it is now."""

    cart: CartOut


class CouponDetails(msgspec.Struct, frozen=True, kw_only=True):
    """Which coupon."""

    coupon: str


class CouponMinimumDetails(CouponDetails, frozen=True, kw_only=True):
    """Which coupon, and what the cart must be worth for it."""

    minimum_subtotal: str


class IllegalTransitionDetails(msgspec.Struct, frozen=True, kw_only=True):
    """Where the order stands."""

    status: OrderStatus


class PaymentDeclinedDetails(msgspec.Struct, frozen=True, kw_only=True):
    """The message once more, and where another funding may be tried."""

    error: str
    approval_url: str | UnsetType = UNSET


class InternalErrorDetails(msgspec.Struct, frozen=True, kw_only=True):
    """Under which id the operators find it in their log."""

    request_id: str


DETAILS: Final[Mapping[ErrorType, type[msgspec.Struct]]] = {
    InsufficientStock: InsufficientStockDetails,
    OutOfStock: OutOfStockDetails,
    CartOutOfStock: CartOutOfStockDetails,
    CartChanged: CartChangedDetails,
    CouponRefused: CouponDetails,
    CouponMinimumNotMet: CouponMinimumDetails,
    IllegalTransition: IllegalTransitionDetails,
    PaymentDeclined: PaymentDeclinedDetails,
    InternalError: InternalErrorDetails,
}
"""What refusals carry beside their code."""
_TEXT: Final = {"type": "string"}
REF: Final = "#/components/schemas/"
_FIXED_SCHEMAS: Final[Mapping[str, Any]] = {
    "FieldErrors": {
        "type": "object",
        "description": "Messages by field; nested for structures and, by index, for lists.",
        "additionalProperties": {"anyOf": [{"type": "array", "items": _TEXT}, {"$ref": f"{REF}FieldErrors"}]},
    },
    "Problem": {
        "type": "object",
        "description": "A refusal as RFC 9457 has it, with what its code brings.",
        "properties": {
            **dict.fromkeys(("type", "title", "detail", "code"), _TEXT),
            "status": {"type": "integer"},
            "errors": {"$ref": f"{REF}FieldErrors"},
        },
        "required": ["type", "title", "status", "detail", "code"],
        "additionalProperties": True,
    },
}


def error_schemas(errors: Iterable[ErrorType], written: dict[str, Any]) -> dict[str, Any]:
    """Write a schema for each refusal, by the names under which responses refer to them; `written` loses details."""
    details: dict[type[msgspec.Struct], Any] = {kind: written.pop(kind.__name__) for kind in set(DETAILS.values())}
    coded = {error: details_of(error) for error in errors if not _has_fields(error)}
    own = {
        error_schema_name(error): _error_schema(error, {} if kind is None else details[kind])
        for error, kind in coded.items()
    }
    return {**_FIXED_SCHEMAS, **own}


def details_of(error: ErrorType) -> type[msgspec.Struct] | None:
    """Tell what a refusal carries beside its code."""
    return next((DETAILS[kind] for kind in error.__mro__ if kind in DETAILS), None)


def _has_fields(error: ErrorType) -> bool:
    return issubclass(error, InvalidFields)


def error_schema_name(error: ErrorType) -> str:
    """Name a refusal's schema: by its code, or by its class where that or another of the code has details."""
    if _has_fields(error):
        return "FieldErrors"
    by_code = "".join(part.capitalize() for part in error.code.split("_"))
    is_taken = any(kind.__name__ == by_code for detailed in DETAILS for kind in detailed.__subclasses__())
    stem = error.__name__ if is_taken or details_of(error) else by_code
    return stem.removesuffix("Error") + ("FormError" if error.is_form_error else "Error")


def _error_schema(error: ErrorType, details: Mapping[str, Any]) -> dict[str, Any]:
    message: dict[str, Any] = (
        {"non_field_errors": {"type": "array", "items": _TEXT}} if error.is_form_error else {"detail": _TEXT}
    )
    return {
        "type": "object",
        "properties": {
            **message,
            "code": {"type": "string", "const": error.code, "description": message_of(error)},
            **details.get("properties", {}),
        },
        "required": [*message, "code", *details.get("required", ())],
    }
