"""What is wrong with a registration?"""

from typing import Any

import pytest

from shop_domain.accounts.errors import FieldMessage
from shop_domain.accounts.password_rules import PersonalInfo
from shop_domain.accounts.registration_form import (
    INVALID_EMAIL,
    INVALID_PHONE,
    INVALID_USERNAME,
    email_errors,
    form_errors,
    name_errors,
    phone_errors,
    username_errors,
)
from tests.auth_driver import a_form

REQUIRED, BLANK = [FieldMessage.REQUIRED], [FieldMessage.BLANK]


def has_at(text: str) -> bool:
    return "@" in text


def errors_of(**given: Any) -> dict[str, list[str]]:
    return form_errors(a_form(**given), has_at, lambda password: password == "password1")


def test_a_form_that_is_right_has_no_errors():
    assert errors_of() == {}


@pytest.mark.parametrize("field", ["email", "username", "password", "first_name", "last_name"])
def test_each_field_but_the_phone_is_required(field):
    assert errors_of(**{field: None}) == {field: REQUIRED}
    assert errors_of(**{field: ""}) == {field: BLANK}
    assert errors_of(phone=None) == errors_of(phone="") == {}


def test_every_wrong_field_is_named_at_once():
    wrong = errors_of(email="ann", username="a b", password="password1", first_name=" ", phone="x")
    assert wrong == {
        "email": [INVALID_EMAIL],
        "username": [INVALID_USERNAME],
        "password": ["This password is too common."],
        "first_name": BLANK,
        "phone": [INVALID_PHONE],
    }


def test_a_password_must_not_resemble_what_else_is_in_the_form():
    assert list(errors_of(username="marguerite", password="marguerite9")) == ["password"]
    assert a_form(email=None, first_name=None).personal_info() == PersonalInfo(
        username="testuser", first_name="", last_name="Person", email=""
    )


@pytest.mark.parametrize(
    ("email", "errors"),
    [
        ("ann@example.com", []),
        ("ann", [INVALID_EMAIL]),
        (" ", BLANK),
        ("@" * 254, []),
        ("@" * 255, ["Ensure this field has no more than 254 characters."]),
        ("@" + "\ufdfa" * 20, [INVALID_EMAIL]),
    ],
)
def test_an_address_has_its_form_and_fits_its_column_even_when_it_is_folded(email, errors):
    assert email_errors(email, has_at) == errors


@pytest.mark.parametrize(
    ("username", "errors"),
    [
        ("ann.lee+1@x-y_z", []),
        ("añña", []),
        ("a b", [INVALID_USERNAME]),
        ("a/b", [INVALID_USERNAME]),
        ("\ufdfa" * 9, [INVALID_USERNAME]),
    ],
)
def test_a_username_is_letters_digits_and_a_few_signs(username, errors):
    assert username_errors(username) == errors


@pytest.mark.parametrize(
    ("phone", "errors"),
    [
        ("", []),
        ("+1 (555) 010-0", []),
        ("5550", []),
        ("555", [INVALID_PHONE]),
        ("+", [INVALID_PHONE]),
        ("1" * 33, [INVALID_PHONE]),
        ("0x5550100", [INVALID_PHONE]),
    ],
)
def test_a_phone_number_is_digits_and_what_people_put_between_them(phone, errors):
    assert phone_errors(phone) == errors


def test_a_name_is_not_blank_and_fits_its_column():
    assert [name_errors(name) for name in ("Ann", " ")] == [[], BLANK]
    assert len(name_errors("x" * 151)) == 1
