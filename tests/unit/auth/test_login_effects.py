"""What does a new session mean for the user's other ones?"""

from datetime import timedelta

import pytest

from shop_domain.auth.errors import Blocked, InactiveAccount, InvalidCredentials
from shop_domain.auth.login_effects import login_effects, login_rejection
from shop_domain.auth.session_policy import SessionPolicy
from tests.auth_driver import NOON, a_session, a_user, client_at

OWNER = a_user().id


def test_the_others_end_where_the_setting_says_so_and_stay_where_it_does_not():
    others = [a_session(OWNER, ip_address="198.51.100.1"), a_session(OWNER)]
    client, device = client_at("203.0.113.7"), "Chrome on Windows"
    strict = login_effects(client, device, others, SessionPolicy())
    assert (strict.is_suspicious, strict.sessions_to_end) == (True, tuple(session.id for session in others))
    lenient = login_effects(client, device, others, SessionPolicy(end_others_when_suspicious=False))
    assert (lenient.is_suspicious, lenient.sessions_to_end) == (True, ())


def test_a_device_is_new_where_no_other_session_is_on_one_like_it():
    policy, client = SessionPolicy(), client_at("203.0.113.7")
    assert login_effects(client, "Firefox on Linux", [a_session(OWNER)], policy).is_new_device
    assert not login_effects(client, "Chrome on Windows", [a_session(OWNER)], policy).is_new_device
    assert not login_effects(client, "Firefox on Linux", [], policy).is_new_device


@pytest.mark.parametrize(
    ("user", "rejection"),
    [
        (a_user(), None),
        (None, InvalidCredentials),
        (a_user(password_hash="another since"), InvalidCredentials),
        (a_user(blocked_until=NOON + timedelta(seconds=1)), Blocked),
        (a_user(is_active=False), InactiveAccount),
    ],
)
def test_a_right_password_opens_no_session_where_the_account_changed_meanwhile(user, rejection):
    found = login_rejection(user, "hash", NOON)
    assert (found is None) if rejection is None else isinstance(found, rejection)
