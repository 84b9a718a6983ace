"""What may staff do?"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from shop_domain.accounts.model import Role
from shop_domain.auth.model import AuthenticatedUser
from shop_domain.staff.errors import NotPermitted


class Permission(StrEnum):
    """Parts of the shop's work that can be given to somebody."""

    CATALOG = "catalog"
    COUPONS = "coupons"
    INVENTORY = "inventory"
    ORDERS = "orders"
    PAYMENTS = "payments"
    SHIPPING = "shipping"
    REVIEWS = "reviews"
    ANALYTICS = "analytics"
    SECURITY = "security"
    USERS = "users"
    SETTINGS = "settings"


_ADMIN_ONLY: Final = frozenset({Permission.SECURITY, Permission.USERS, Permission.SETTINGS})
ROLE_PERMISSIONS: Final[Mapping[Role, frozenset[Permission]]] = {
    Role.CUSTOMER: frozenset(),
    Role.STAFF: frozenset(Permission) - _ADMIN_ONLY,
    Role.SUPPORT: frozenset({Permission.ORDERS, Permission.PAYMENTS, Permission.REVIEWS}),
    Role.CATALOG: frozenset({Permission.CATALOG, Permission.COUPONS, Permission.REVIEWS, Permission.ANALYTICS}),
    Role.WAREHOUSE: frozenset({Permission.INVENTORY, Permission.SHIPPING, Permission.ORDERS}),
    Role.ADMIN: frozenset(Permission),
}


def has_permission(caller: AuthenticatedUser, permission: Permission) -> bool:
    """Tell whether a caller has a permission."""
    return caller.is_staff and permission in ROLE_PERMISSIONS[caller.role]


def require_permission(caller: AuthenticatedUser, permission: Permission) -> None:
    """Raise NotPermitted where the caller lacks the permission."""
    if not has_permission(caller, permission):
        raise NotPermitted
