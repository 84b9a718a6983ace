import pytest

from shop_domain.auth.suspicious_login import is_suspicious
from tests.auth_driver import a_session, a_user

OWNER = a_user().id


@pytest.mark.parametrize(
    ("elsewhere", "here", "suspicious"),
    [
        ("203.0.113.7", "203.0.113.250", False),
        ("203.0.113.7", "203.0.114.7", True),
        ("2001:db8:1:2::1", "2001:db8:1:ffff::9", False),
        ("2001:db8:1::1", "2001:db8:2::1", True),
        ("203.0.113.7", "2001:db8:1::1", True),
        ("::ffff:203.0.113.7", "203.0.113.8", False),
    ],
)
def test_a_login_is_suspicious_where_another_session_is_on_a_different_network(elsewhere, here, suspicious):
    assert is_suspicious(here, [a_session(OWNER, ip_address=elsewhere)]) is suspicious


def test_the_first_session_is_never_suspicious():
    assert not is_suspicious("203.0.113.7", [])
