import base64
from datetime import timedelta

import pytest
from uuid_utils.compat import uuid7

from shop_domain.accounts.model import SecondFactor
from shop_domain.accounts.one_time_token import digest_of
from shop_domain.auth.errors import InvalidSecondFactor, SecondFactorRequired
from shop_domain.auth.second_factor import base32_secret, consume_code, is_enabled, provisioning_uri, totp_at
from tests.auth_driver import NOON

SECRET = b"12345678901234567890"
STEP = int(NOON.timestamp()) // 30
FACTOR = SecondFactor(enrolment=uuid7(), confirmed_at=NOON, recovery=(digest_of("abcdef"), digest_of("fedcba")))


@pytest.mark.parametrize(
    ("moment", "code"),
    [(59, "287082"), (1111111109, "081804"), (1111111111, "050471"), (1234567890, "005924"), (20000000000, "353130")],
)
def test_codes_are_those_of_the_standard(moment, code):
    assert totp_at(SECRET, moment // 30) == code


@pytest.mark.parametrize("drift", [-1, 0, 1])
def test_a_clock_may_be_half_a_minute_off(drift):
    assert consume_code(FACTOR, SECRET, totp_at(SECRET, STEP + drift), NOON).last_step == STEP + drift


@pytest.mark.parametrize("typed", ["000000", "12345", "x", "é", "9" * 64])
def test_another_code_is_refused(typed):
    with pytest.raises(InvalidSecondFactor):
        consume_code(FACTOR, SECRET, typed, NOON)


@pytest.mark.parametrize("drift", [-2, 2])
def test_an_older_or_later_code_is_refused(drift):
    with pytest.raises(InvalidSecondFactor):
        consume_code(FACTOR, SECRET, totp_at(SECRET, STEP + drift), NOON)


@pytest.mark.parametrize("typed", [None, "", " - "])
def test_a_code_is_asked_for(typed):
    with pytest.raises(SecondFactorRequired):
        consume_code(FACTOR, SECRET, typed, NOON)


def test_a_code_works_once_and_none_before_it_works_after():
    used = consume_code(FACTOR, SECRET, totp_at(SECRET, STEP), NOON)
    for drift in (-1, 0):
        with pytest.raises(InvalidSecondFactor):
            consume_code(used, SECRET, totp_at(SECRET, STEP + drift), NOON)
    later = NOON + timedelta(seconds=30)
    assert consume_code(used, SECRET, totp_at(SECRET, STEP + 1), later).last_step == STEP + 1


def test_a_recovery_code_works_once_however_it_is_typed():
    used = consume_code(FACTOR, SECRET, "ABC-def ", NOON)
    assert used.recovery == (digest_of("fedcba"),)
    with pytest.raises(InvalidSecondFactor):
        consume_code(used, SECRET, "abcdef", NOON)


def test_a_factor_is_in_force_once_it_is_confirmed():
    assert is_enabled(FACTOR)
    assert not is_enabled(None)
    assert not is_enabled(SecondFactor(enrolment=uuid7()))


def test_an_app_reads_the_secret_off_the_address():
    text = base32_secret(SECRET)
    assert base64.b32decode(text + "=" * (-len(text) % 8)) == SECRET
    assert provisioning_uri(SECRET, "ann@example.com", "shop.example").endswith(f"secret={text}&issuer=shop.example")
