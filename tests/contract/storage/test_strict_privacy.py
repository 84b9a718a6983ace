"""With STRICT_PRIVACY nothing tells whether an address had an account, afterwards or under way; on every storage."""

from collections import Counter

import pytest

from shop_domain.accounts.errors import UsernameTaken
from shop_domain.kernel.errors import InvalidFields
from tests.auth_driver import HERE, PASSWORD, AuthDriver, a_form, a_user, client_at, error_code_of
from tests.contract.racing import all_at_once

ADDRESSES = ("known", "unknown")


@pytest.fixture
def door(store):
    door = AuthDriver(store, strict_privacy=True, register_ip_max_attempts=0)
    door.registration.register(a_form("known"), HERE)
    yield door
    door.close()


def registered(door, address, username):
    """Register, and give what is wrong."""
    try:
        door.registration.register(a_form(address, username=username), HERE)
    except InvalidFields as refusal:
        return refusal.fields
    return {}


@pytest.mark.parametrize("address", ADDRESSES)
def test_the_user_name_is_taken_whoever_has_the_address(door, address):
    taken = {"username": ["A user with this username already exists."]}
    assert registered(door, address, "Ora") == {}
    assert registered(door, address, "ora") == taken
    assert registered(door, "fresh", "ORA") == taken
    door.advance(400 * 86_400)
    door.cleanup.clean_up()
    assert registered(door, "fresh", "ora") == taken
    assert error_code_of(door.administrators.appoint, "boss@example.com", "ora", PASSWORD) == "invalid"
    with door.store.begin() as tx, pytest.raises(UsernameTaken):
        tx.users.add(a_user("other", username="ora"))


@pytest.mark.parametrize("address", ADDRESSES)
def test_the_password_that_was_just_chosen_opens_nothing_whoever_has_the_address(door, address):
    door.registration.register(a_form(address, username="ora", password="Chosen-Pass-7"), HERE)
    outcomes = [error_code_of(door.log_in, address, client_at(f"198.51.{n}.1"), "Chosen-Pass-7") for n in range(4)]
    assert outcomes == ["invalid_credentials"] * 3 + ["rate_limited"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_ten_registrations_of_one_address_at_once_are_all_answered_alike(door, address):
    outcomes = all_at_once(
        10, lambda n: error_code_of(door.registration.register, a_form(address, username=f"u{n}"), HERE)
    )
    assert outcomes == ["ok"] * 10


@pytest.mark.parametrize("address", ADDRESSES)
def test_ten_registrations_of_one_name_at_once_are_one(door, address):
    outcomes = all_at_once(
        10, lambda _: error_code_of(door.registration.register, a_form(address, username="ora"), HERE)
    )
    assert Counter(outcomes) == {"ok": 1, "invalid": 9}
    assert len(door.events()) == 2


def test_what_is_kept_of_a_registration_at_a_known_address_is_the_name_alone(door):
    pretended = door.registration.register(a_form("known", username="ora"), HERE)
    with door.store.read() as tx:
        kept = tx.users.get(pretended.id)
    assert (kept.username, kept.is_active, kept.email.endswith("@claimed.invalid")) == ("ora", False, True)
    assert (kept.first_name, kept.last_name, kept.phone, kept.password_hash) == ("", "", "", "")
    assert error_code_of(door.passwords.request_reset, kept.email, HERE) == "invalid"
    assert error_code_of(door.registration.resend_verification, kept.email, HERE) == "invalid"
    assert door.events() == ["VerificationRequested", "KnownAddressRegistered"]
