"""Why did a try fail, in a word that staff can look for?"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from shop_domain.accounts.errors import EMAIL_TAKEN, USERNAME_TAKEN
from shop_domain.accounts.registration_form import BLANK, REQUIRED
from shop_domain.auth.errors import WRONG_PASSWORD, HiddenAccount, InactiveAccount
from shop_domain.kernel.errors import InvalidFields, ShopError


class Flaw(StrEnum):
    """What can be wrong with what was typed, the gravest first; other tries fail with the code of their refusal."""

    WRONG_PASSWORD = "wrong_password"  # noqa: S105 - a reason, not a password
    EMAIL_TAKEN = "email_taken"
    USERNAME_TAKEN = "username_taken"
    INVALID_EMAIL = "invalid_email"
    WEAK_PASSWORD = "weak_password"  # noqa: S105 - likewise
    REQUIRED_FIELDS = "required_fields"


_BY_MESSAGE: Final[Mapping[str, Flaw]] = {
    WRONG_PASSWORD: Flaw.WRONG_PASSWORD,
    EMAIL_TAKEN: Flaw.EMAIL_TAKEN,
    USERNAME_TAKEN: Flaw.USERNAME_TAKEN,
    REQUIRED: Flaw.REQUIRED_FIELDS,
    BLANK: Flaw.REQUIRED_FIELDS,
}
_BY_FIELD: Final[Mapping[str, Flaw]] = {
    "email": Flaw.INVALID_EMAIL,
    "new_email": Flaw.INVALID_EMAIL,
    "password": Flaw.WEAK_PASSWORD,
    "new_password": Flaw.WEAK_PASSWORD,
}


def failure_reason(refusal: ShopError) -> str:
    """Give the refusal's code; where several fields are wrong, the gravest flaw. What a client may not learn counts."""
    if isinstance(refusal, HiddenAccount):
        return InactiveAccount.code
    if not isinstance(refusal, InvalidFields):
        return refusal.code
    found = {_flaw(field, message) for field, messages in refusal.fields.items() for message in messages}
    return next((flaw.value for flaw in Flaw if flaw in found), refusal.code)


def _flaw(field: str, message: str) -> Flaw | None:
    return _BY_MESSAGE.get(message) or _BY_FIELD.get(field)
