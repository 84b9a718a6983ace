"""Why did an attempt fail, as a code that staff can filter by?"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from shop_domain.accounts.errors import FieldMessage
from shop_domain.auth.errors import ConcealedInactiveAccount, InactiveAccount
from shop_domain.kernel.errors import InvalidFields, ShopError


class FailureReason(StrEnum):
    """What can be wrong with what was typed, the gravest first; other attempts fail with the code of their error."""

    WRONG_PASSWORD = "wrong_password"  # noqa: S105 - a reason, not a password
    EMAIL_TAKEN = "email_taken"
    USERNAME_TAKEN = "username_taken"
    INVALID_EMAIL = "invalid_email"
    WEAK_PASSWORD = "weak_password"  # noqa: S105 - likewise
    REQUIRED_FIELDS = "required_fields"


_BY_MESSAGE: Final[Mapping[FieldMessage, FailureReason]] = {
    FieldMessage.WRONG_PASSWORD: FailureReason.WRONG_PASSWORD,
    FieldMessage.EMAIL_TAKEN: FailureReason.EMAIL_TAKEN,
    FieldMessage.USERNAME_TAKEN: FailureReason.USERNAME_TAKEN,
    FieldMessage.REQUIRED: FailureReason.REQUIRED_FIELDS,
    FieldMessage.BLANK: FailureReason.REQUIRED_FIELDS,
}
_BY_FIELD: Final[Mapping[str, FailureReason]] = {
    "email": FailureReason.INVALID_EMAIL,
    "new_email": FailureReason.INVALID_EMAIL,
    "password": FailureReason.WEAK_PASSWORD,
    "new_password": FailureReason.WEAK_PASSWORD,
}


def failure_reason(error: ShopError) -> str:
    """Give the error's code; for invalid fields, the gravest reason. What a client may not learn is told here."""
    if isinstance(error, ConcealedInactiveAccount):
        return InactiveAccount.code
    if not isinstance(error, InvalidFields):
        return error.code
    found = {_reason(field, message) for field, messages in error.fields.items() for message in messages}
    return next((reason.value for reason in FailureReason if reason in found), error.code)


def _reason(field: str, message: str) -> FailureReason | None:
    # A message that only reads the same is none of ours: the member counts, not its text.
    return _BY_MESSAGE[message] if isinstance(message, FieldMessage) else _BY_FIELD.get(field)
