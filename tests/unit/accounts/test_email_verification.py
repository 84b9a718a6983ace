"""What does it mean that somebody proved to own an address?"""

import pytest
from msgspec.structs import replace

from shop_domain.accounts.email_verification import awaits_verification, change_email, mark_verified
from shop_domain.accounts.errors import InvalidToken
from tests.auth_driver import NOON
from tests.unit.accounts.verification_link import LINK, USER


def test_a_proof_activates_the_account_but_not_one_that_staff_disabled():
    assert mark_verified(USER, LINK, NOON) == replace(USER, is_active=True, email_verified_at=NOON)
    shut = replace(USER, disabled_at=NOON)
    assert mark_verified(shut, LINK, NOON) == replace(shut, is_active=False, email_verified_at=NOON)


def test_a_proof_of_an_address_that_the_account_no_longer_has_proves_nothing():
    with pytest.raises(InvalidToken):
        mark_verified(replace(USER, email="other@example.com"), LINK, NOON)


def test_an_account_moves_to_the_address_that_was_proven():
    assert change_email(USER, replace(LINK, address="new@example.com"), NOON).email == "new@example.com"


def test_a_new_link_goes_to_those_who_wait_for_one_only():
    assert awaits_verification(USER)
    assert not awaits_verification(None)
    assert not awaits_verification(replace(USER, email_verified_at=NOON))
    assert not awaits_verification(replace(USER, disabled_at=NOON))
