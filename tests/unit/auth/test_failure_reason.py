"""Why did an attempt fail, as a code that staff can filter by?"""

import pytest

from shop_domain.accounts.errors import EmailTaken, FieldMessage, InvalidToken, UsernameTaken
from shop_domain.auth.errors import (
    ConcealedInactiveAccount,
    InactiveAccount,
    InvalidCredentials,
    TooManyLogins,
    WrongCurrentPassword,
)
from shop_domain.auth.failure_reason import FailureReason, failure_reason
from shop_domain.kernel.errors import FieldErrors, InvalidFields


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (InvalidCredentials(), InvalidCredentials.code),
        (InvalidToken(), InvalidToken.code),
        (TooManyLogins(retry_after=9), TooManyLogins.code),
        (WrongCurrentPassword("password"), "wrong_password"),
        (WrongCurrentPassword("current_password"), "wrong_password"),
        (EmailTaken(), "email_taken"),
        (UsernameTaken(), "username_taken"),
        (InvalidFields({"email": ["Enter a valid email address."]}), "invalid_email"),
        (InvalidFields({"new_email": ["Enter a valid email address."]}), "invalid_email"),
        (InvalidFields({"password": ["This password is too common."]}), "weak_password"),
        (InvalidFields({"new_password": ["This password is too common."]}), "weak_password"),
        (InvalidFields({"email": [FieldMessage.BLANK]}), "required_fields"),
        (InvalidFields({"first_name": [FieldMessage.REQUIRED]}), "required_fields"),
        (InvalidFields({"phone": ["Enter a valid phone number."]}), InvalidFields.code),
    ],
)
def test_each_error_has_its_reason(error, reason):
    assert failure_reason(error) == reason


def test_staff_are_told_that_an_account_is_inactive_where_its_owner_is_not():
    assert failure_reason(ConcealedInactiveAccount()) == InactiveAccount.code


def test_the_gravest_of_several_reasons_counts():
    wrong = FieldErrors(
        email=["Enter a valid email address."],
        password=["This password is too common.", "This password is entirely numeric."],
        username=[FieldMessage.USERNAME_TAKEN],
        last_name=[FieldMessage.REQUIRED],
    )
    order = ["username", "email", "password", "last_name"]
    met = []
    while wrong:
        met.append(failure_reason(InvalidFields(wrong)))
        del wrong[order[len(met) - 1]]
    assert met == ["username_taken", "invalid_email", "weak_password", "required_fields"]
    assert next(iter(FailureReason)) is FailureReason.WRONG_PASSWORD


def test_a_message_is_known_by_its_member_and_not_by_its_text():
    assert failure_reason(InvalidFields({"nickname": [FieldMessage.USERNAME_TAKEN.value]})) == "invalid"
