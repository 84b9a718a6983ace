import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop_adapters.security.common_passwords import is_common_password
from shop_domain.accounts.password_rules import PersonalInfo, normalize_password, password_errors

OWN = PersonalInfo(username="johndoe", first_name="John", last_name="Doe", email="john.doe@example.com")
SHORT = "This password is too short. It must contain at least 8 characters."
COMMON = "This password is too common."
NUMERIC = "This password is entirely numeric."


def faults(password, own=OWN):
    return password_errors(password, own, is_common_password)


@pytest.mark.parametrize(
    ("password", "messages"),
    [
        ("SecurePass123!", []),
        ("SecurePassword123", []),
        ("correct horse battery", []),
        ("short", [SHORT]),
        ("xk7!q2z", [SHORT]),
        ("83746152903", [NUMERIC]),
        ("12345678", [COMMON, NUMERIC]),
        ("12345", [SHORT, COMMON, NUMERIC]),
        ("Password123", [COMMON]),
        (" PASSWORD123 ", [COMMON]),
        ("johndoe1", ["The password is too similar to the username."]),
        ("example.com", ["The password is too similar to the email address."]),
    ],
)
def test_each_rule_says_what_it_asks_for(password, messages):
    assert faults(password) == messages


def test_a_password_like_the_own_name_is_refused_with_that_names_words():
    own = PersonalInfo(username="x", first_name="Maximilian", last_name="Featherstone", email="x@example.com")
    assert faults("maximilian9", own) == ["The password is too similar to the first name."]
    assert faults("featherstone", own)[0] == "The password is too similar to the last name."


@pytest.mark.parametrize("length", [8, 64, 72, 73, 128])
def test_every_length_up_to_128_is_taken_whole(length):
    assert faults(("aZ9!" * 32)[:length]) == []


@pytest.mark.parametrize("password", ["aZ9!" * 32 + "x", "x" * 1_000_000, "é" * 600])
def test_what_is_longer_is_refused_and_never_cut(password):
    assert faults(password) == ["This password is too long. It must contain at most 128 characters."]


def test_one_password_is_the_same_on_every_keyboard():
    composed, decomposed = unicodedata.normalize("NFC", "pässwörd-é"), unicodedata.normalize("NFD", "pässwörd-é")
    assert composed != decomposed
    assert normalize_password(composed) == normalize_password(decomposed)
    assert normalize_password(normalize_password(decomposed)) == normalize_password(decomposed)


@given(st.text(max_size=200))
def test_any_text_is_judged_without_an_error(password):
    assert isinstance(faults(password), list)
