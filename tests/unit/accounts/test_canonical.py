import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shop_domain.accounts.canonical import canonical


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ana@Example.com", "ana@example.com"),
        ("\uff21\uff2e\uff21@example.com", "ana@example.com"),
        ("straße@example.com", "STRASSE@example.com"),
        ("ﬁn@example.com", "fin@example.com"),
        (" ana@example.com ", "ana@example.com"),
        ("\u212awon@example.com", "kwon@example.com"),
    ],
)
def test_look_alikes_by_case_or_compatibility_are_one(one, other):
    assert canonical(one) == canonical(other)


def test_accents_tell_people_apart():
    assert canonical("josé@example.com") != canonical("jose@example.com")


@settings(max_examples=2_000)
@given(st.text())
def test_the_canonical_form_is_its_own_canonical_form(text):
    assert canonical(canonical(text)) == canonical(text)
