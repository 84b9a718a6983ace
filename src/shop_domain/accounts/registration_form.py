"""What is wrong with a registration?"""

import re
from collections.abc import Callable, Iterator
from typing import Final, TypeAlias

import msgspec

from shop_domain.accounts.canonical import canonical
from shop_domain.accounts.password_rules import IsCommon, OwnData, faults_of

REQUIRED: Final = "This field is required."
BLANK: Final = "This field may not be blank."
NO_ADDRESS: Final = "Enter a valid email address."
NO_USERNAME: Final = "Enter a valid username. This value may contain only letters, numbers, and @/./+/-/_ characters."
NO_PHONE: Final = "Enter a valid phone number."
LONGEST_EMAIL: Final = 254
LONGEST_NAME: Final = 150
LONGEST_PHONE: Final = 32
_USERNAME: Final = re.compile(r"[\w.@+-]+")
_PHONE: Final = re.compile(r"\+?[0-9][0-9 ().\-]{3,30}")

IsAddress: TypeAlias = Callable[[str], bool]
"""Tell whether a text has the form of a mail address; nobody is asked whether it exists."""


class RegistrationForm(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody typed; None where nothing was sent."""

    email: str | None
    username: str | None
    password: str | None
    first_name: str | None
    last_name: str | None
    phone: str | None = None

    def own_data(self) -> OwnData:
        """Give what the password must not resemble."""
        return OwnData(
            username=self.username or "",
            first_name=self.first_name or "",
            last_name=self.last_name or "",
            email=self.email or "",
        )


def form_faults(form: RegistrationForm, is_address: IsAddress, is_common: IsCommon) -> dict[str, list[str]]:
    """Name every wrong field with its messages; whether the names are free is another question."""
    faults = {
        "email": [*_email_faults(form.email, is_address)],
        "username": [*_username_faults(form.username)],
        "password": _password_faults(form, is_common),
        "first_name": [*_text_faults(form.first_name, LONGEST_NAME)],
        "last_name": [*_text_faults(form.last_name, LONGEST_NAME)],
        "phone": phone_faults(form.phone or ""),
    }
    return {field: messages for field, messages in faults.items() if messages}


def address_faults(address: str, is_address: IsAddress) -> list[str]:
    """Name what is wrong with a mail address."""
    return [*_email_faults(address, is_address)]


def username_faults(username: str) -> list[str]:
    """Name what is wrong with a user name."""
    return [*_username_faults(username)]


def name_faults(name: str) -> list[str]:
    """Name what is wrong with a first or last name."""
    return _text_faults(name, LONGEST_NAME)


def phone_faults(phone: str) -> list[str]:
    """Name what is wrong with a phone number; an empty one is none."""
    return [] if not phone or _PHONE.fullmatch(phone) else [NO_PHONE]


def _email_faults(email: str | None, is_address: IsAddress) -> Iterator[str]:
    yield from (missing := _text_faults(email, LONGEST_EMAIL))
    if email and not missing and not (is_address(email) and len(canonical(email)) <= LONGEST_EMAIL):
        yield NO_ADDRESS


def _username_faults(username: str | None) -> Iterator[str]:
    yield from (missing := _text_faults(username, LONGEST_NAME))
    if username and not missing and not (_USERNAME.fullmatch(username) and len(canonical(username)) <= LONGEST_NAME):
        yield NO_USERNAME


def _password_faults(form: RegistrationForm, is_common: IsCommon) -> list[str]:
    if not form.password:
        return [REQUIRED if form.password is None else BLANK]
    return faults_of(form.password, form.own_data(), is_common)


def _text_faults(text: str | None, longest: int) -> list[str]:
    if text is None:
        return [REQUIRED]
    if not text.strip():
        return [BLANK]
    return [] if len(text) <= longest else [f"Ensure this field has no more than {longest} characters."]
