"""Why did a try fail, in a word that staff can look for?"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from shop_domain.accounts.errors import EMAIL_TAKEN, USERNAME_TAKEN
from shop_domain.accounts.registration_form import BLANK, REQUIRED
from shop_domain.auth.errors import WRONG_PASSWORD, ConcealedInactiveAccount, InactiveAccount
from shop_domain.kernel.errors import InvalidFields, ShopError


class FailureReason(StrEnum):
    """What can be wrong with what was typed, the gravest first; other tries fail with the code of their refusal."""

    WRONG_PASSWORD = "wrong_password"  # noqa: S105 - a reason, not a password
    EMAIL_TAKEN = "email_taken"
    USERNAME_TAKEN = "username_taken"
    INVALID_EMAIL = "invalid_email"
    WEAK_PASSWORD = "weak_password"  # noqa: S105 - likewise
    REQUIRED_FIELDS = "required_fields"


_BY_MESSAGE: Final[Mapping[str, FailureReason]] = {
    WRONG_PASSWORD: FailureReason.WRONG_PASSWORD,
    EMAIL_TAKEN: FailureReason.EMAIL_TAKEN,
    USERNAME_TAKEN: FailureReason.USERNAME_TAKEN,
    REQUIRED: FailureReason.REQUIRED_FIELDS,
    BLANK: FailureReason.REQUIRED_FIELDS,
}
_BY_FIELD: Final[Mapping[str, FailureReason]] = {
    "email": FailureReason.INVALID_EMAIL,
    "new_email": FailureReason.INVALID_EMAIL,
    "password": FailureReason.WEAK_PASSWORD,
    "new_password": FailureReason.WEAK_PASSWORD,
}


def failure_reason(error: ShopError) -> str:
    """Give the refusal's code; where several fields are wrong, the gravest flaw. What a client may not learn counts."""
    if isinstance(error, ConcealedInactiveAccount):
        return InactiveAccount.code
    if not isinstance(error, InvalidFields):
        return error.code
    found = {_reason(field, message) for field, messages in error.fields.items() for message in messages}
    return next((flaw.value for flaw in FailureReason if flaw in found), error.code)


def _reason(field: str, message: str) -> FailureReason | None:
    return _BY_MESSAGE.get(message) or _BY_FIELD.get(field)
