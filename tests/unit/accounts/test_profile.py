"""What does somebody tell the shop about themselves, beyond the account?"""

from datetime import date, timedelta

import pytest

from shop_domain.accounts.profile import EARLIEST_BIRTH, Gender, Profile, ProfileChanges
from shop_domain.kernel.errors import InvalidFields
from tests.builders import a_user_id

TODAY = date(2026, 5, 1)
DAY = timedelta(days=1)
PROFILE = Profile(user_id=a_user_id(), date_of_birth=date(1990, 2, 3), gender=Gender.FEMALE, marketing_opt_in=True)


def test_what_is_not_said_stays():
    assert ProfileChanges().apply_to(PROFILE, TODAY) == PROFILE


def test_what_is_said_replaces_what_was_there():
    changed = ProfileChanges(date_of_birth=None, gender=Gender.UNSPECIFIED, marketing_opt_in=False)
    after = changed.apply_to(PROFILE, TODAY)
    assert (after.date_of_birth, after.gender, after.marketing_opt_in) == (None, Gender.UNSPECIFIED, False)


@pytest.mark.parametrize("born", [EARLIEST_BIRTH, TODAY - DAY, TODAY])
def test_anybody_alive_may_have_been_born_then(born):
    assert ProfileChanges(date_of_birth=born).apply_to(PROFILE, TODAY).date_of_birth == born


@pytest.mark.parametrize("born", [EARLIEST_BIRTH - DAY, TODAY + DAY])
def test_nobody_is_born_in_the_future_or_before_the_last_century(born):
    with pytest.raises(InvalidFields) as wrong:
        ProfileChanges(date_of_birth=born).apply_to(PROFILE, TODAY)
    assert list(wrong.value.fields) == ["date_of_birth"]
