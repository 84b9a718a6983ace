"""What may a user change of the account itself?"""

from typing import Any

import pytest

from shop_domain.accounts.account_changes import AccountChanges
from shop_domain.kernel.errors import InvalidFields
from tests.auth_driver import a_user

USER = a_user(phone="+1 555 0100")


def test_what_is_not_said_stays():
    assert AccountChanges().apply_to(USER) == USER


def test_texts_are_kept_without_outer_blanks():
    changed = AccountChanges(username="anna", first_name=" Anna", last_name="Lee ").apply_to(USER)
    assert (changed.username, changed.first_name, changed.last_name) == ("anna", "Anna", "Lee")


def test_a_phone_number_may_be_taken_away():
    assert not AccountChanges(phone="").apply_to(USER).phone


@pytest.mark.parametrize(
    ("given", "wrong"),
    [
        ({"username": "two words"}, ["username"]),
        ({"username": "x" * 151}, ["username"]),
        ({"first_name": " "}, ["first_name"]),
        ({"last_name": "x" * 151}, ["last_name"]),
        ({"phone": "none"}, ["phone"]),
        ({"username": "", "phone": "1", "first_name": ""}, ["username", "first_name", "phone"]),
    ],
)
def test_every_field_that_can_not_be_is_named(given: dict[str, Any], wrong):
    with pytest.raises(InvalidFields) as refusal:
        AccountChanges(**given).apply_to(USER)
    assert list(refusal.value.fields) == wrong


def test_a_username_may_hold_a_few_signs():
    assert AccountChanges(username="@dmin.+-_0").apply_to(USER).username == "@dmin.+-_0"
