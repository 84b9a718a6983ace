from datetime import timedelta

import pytest
from msgspec.structs import replace
from uuid_utils.compat import uuid7

from shop_domain.accounts.errors import InvalidToken, TokenExpired, TokenUsed
from shop_domain.accounts.one_time_token import LINK_LIFETIME, OneTimeToken, Purpose, TokenId, require_redeemable
from tests.auth_driver import NOON, a_user

USER = a_user(is_active=False, email_verified_at=None)
LINK = OneTimeToken(
    id=TokenId(uuid7()),
    user_id=USER.id,
    purpose=Purpose.EMAIL_VERIFICATION,
    address=USER.email,
    digest="0" * 64,
    created_at=NOON,
    expires_at=NOON + LINK_LIFETIME[Purpose.EMAIL_VERIFICATION],
    requested_ip="203.0.113.7",
    requested_agent="",
)


def test_a_link_works_until_the_last_moment_of_its_24_hours():
    last = NOON + timedelta(hours=24) - timedelta(microseconds=1)
    assert require_redeemable(LINK, Purpose.EMAIL_VERIFICATION, last) == LINK
    with pytest.raises(TokenExpired):
        require_redeemable(LINK, Purpose.EMAIL_VERIFICATION, NOON + timedelta(hours=24))


@pytest.mark.parametrize(
    ("link", "refusal"),
    [
        (None, InvalidToken),
        (replace(LINK, purpose=Purpose.PASSWORD_RESET), InvalidToken),
        (replace(LINK, replaced_at=NOON), InvalidToken),
        (replace(LINK, used_at=NOON), TokenUsed),
        (replace(LINK, used_at=NOON, replaced_at=NOON), TokenUsed),
    ],
)
def test_a_link_says_why_it_does_nothing(link, refusal):
    with pytest.raises(refusal):
        require_redeemable(link, Purpose.EMAIL_VERIFICATION, NOON)
