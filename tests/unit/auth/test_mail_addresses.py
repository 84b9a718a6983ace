"""What has the form of a mail address."""

import pytest

from shop_adapters.security.email_addresses import is_email_address


@pytest.mark.parametrize(
    ("address", "is_one"),
    [
        ("ann@example.com", True),
        ("ann+shop@mail.example", True),
        ("a" * 64 + "@example.com", True),
        ("a" * 65 + "@example.com", False),
        ("ann@localhost", False),
        ("ann", False),
    ],
)
def test_a_mail_address_is_one_that_servers_take(address, is_one):
    assert is_email_address(address) is is_one
