import pytest

from shop_domain.auth.attempts import identifier_from


@pytest.mark.parametrize("typed", ["ana@example.com", " ana@example.com ", "ä.b+c@mail.exämple.de", "a@b.co.uk"])
def test_an_address_is_kept_as_it_was_typed(typed):
    assert identifier_from(typed) == typed.strip()


@pytest.mark.parametrize(
    "typed",
    ["", "SecurePass123!", "p@ssw0rd", "P@ss.word1", "my pass@word.com x", "a@b@c.com", "a@" + "b" * 300 + ".com"],
)
def test_what_may_be_a_password_in_the_wrong_field_is_not_kept(typed):
    assert identifier_from(typed) == ""
