from datetime import timedelta

import pytest
from msgspec.structs import replace

from shop_domain.accounts.errors import InvalidToken, TokenExpired, TokenUsed
from shop_domain.accounts.one_time_token import Purpose, require_redeemable
from tests.auth_driver import NOON
from tests.unit.accounts.verification_link import LINK


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
