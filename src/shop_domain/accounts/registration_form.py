"""What is wrong with a registration?"""

import re
from collections.abc import Callable, Iterator
from typing import Final, TypeAlias

import msgspec

from shop_domain.accounts.canonical import canonical
from shop_domain.accounts.errors import FieldMessage
from shop_domain.accounts.password_rules import IsCommonPassword, PersonalInfo, password_errors

INVALID_EMAIL: Final = "Enter a valid email address."
INVALID_USERNAME: Final = (
    "Enter a valid username. This value may contain only letters, numbers, and @/./+/-/_ characters."
)
INVALID_PHONE: Final = "Enter a valid phone number."
MAX_EMAIL_LENGTH: Final = 254
MAX_NAME_LENGTH: Final = 150
MAX_PHONE_LENGTH: Final = 32
_USERNAME: Final = re.compile(r"[\w.@+-]+")
_PHONE: Final = re.compile(r"\+?[0-9][0-9 ().\-]{3,30}")

IsEmailAddress: TypeAlias = Callable[[str], bool]
"""Tell whether a text has the form of a mail address; nobody is asked whether it exists."""


class RegistrationForm(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody typed; None where nothing was sent."""

    email: str | None
    username: str | None
    password: str | None
    first_name: str | None
    last_name: str | None
    phone: str | None = None

    def personal_info(self) -> PersonalInfo:
        """Give what the password must not resemble."""
        return PersonalInfo(
            username=self.username or "",
            first_name=self.first_name or "",
            last_name=self.last_name or "",
            email=self.email or "",
        )


def form_errors(
    form: RegistrationForm, is_email_address: IsEmailAddress, is_common_password: IsCommonPassword
) -> dict[str, list[str]]:
    """Name every wrong field with its messages; whether the names are free is another question."""
    faults = {
        "email": [*_check_email(form.email, is_email_address)],
        "username": [*_check_username(form.username)],
        "password": _check_password(form, is_common_password),
        "first_name": [*_check_text(form.first_name, MAX_NAME_LENGTH)],
        "last_name": [*_check_text(form.last_name, MAX_NAME_LENGTH)],
        "phone": phone_errors(form.phone or ""),
    }
    return {field: messages for field, messages in faults.items() if messages}


def email_errors(email: str, is_email_address: IsEmailAddress) -> list[str]:
    """Name what is wrong with a mail address."""
    return [*_check_email(email, is_email_address)]


def username_errors(username: str) -> list[str]:
    """Name what is wrong with a user name."""
    return [*_check_username(username)]


def name_errors(name: str) -> list[str]:
    """Name what is wrong with a first or last name."""
    return _check_text(name, MAX_NAME_LENGTH)


def phone_errors(phone: str) -> list[str]:
    """Name what is wrong with a phone number; an empty one is none."""
    return [] if not phone or _PHONE.fullmatch(phone) else [INVALID_PHONE]


def _check_email(email: str | None, is_address: IsEmailAddress) -> Iterator[str]:
    yield from (missing := _check_text(email, MAX_EMAIL_LENGTH))
    if email and not missing and not (is_address(email) and len(canonical(email)) <= MAX_EMAIL_LENGTH):
        yield INVALID_EMAIL


def _check_username(username: str | None) -> Iterator[str]:
    yield from (missing := _check_text(username, MAX_NAME_LENGTH))
    if username and not missing and not (_USERNAME.fullmatch(username) and len(canonical(username)) <= MAX_NAME_LENGTH):
        yield INVALID_USERNAME


def _check_password(form: RegistrationForm, is_common: IsCommonPassword) -> list[str]:
    if not form.password:
        return [FieldMessage.REQUIRED if form.password is None else FieldMessage.BLANK]
    return password_errors(form.password, form.personal_info(), is_common)


def _check_text(text: str | None, longest: int) -> list[str]:
    if text is None:
        return [FieldMessage.REQUIRED]
    if not text.strip():
        return [FieldMessage.BLANK]
    return [] if len(text) <= longest else [f"Ensure this field has no more than {longest} characters."]
