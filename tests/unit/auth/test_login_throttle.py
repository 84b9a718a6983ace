"""May somebody try another password?"""

from datetime import timedelta

import pytest

from shop_domain.auth.attempt_limit import AttemptCounter, AttemptDecision
from shop_domain.auth.login_throttle import (
    WINDOW,
    LoginCounters,
    email_key,
    ip_key,
    login_throttle,
    user_key,
)
from tests.auth_driver import NOON

MINUTE = timedelta(minutes=1)
D = AttemptDecision


def throttle(*, count_unknown_emails=True):
    return login_throttle(max_by_ip=3, max_by_user=2, count_unknown_emails=count_unknown_emails)


def counters(by_ip=0, by_user=0, *, unknown=False, in_flight=False) -> LoginCounters:
    def counted(number: int) -> AttemptCounter:
        made = {f"t{n}": NOON - n * MINUTE for n in range(number)}
        return AttemptCounter(key="k", tries=made, in_flight=dict.fromkeys(made, NOON + MINUTE) if in_flight else {})

    return LoginCounters(by_ip=counted(by_ip), by_user=counted(by_user), is_unknown_email=unknown)


@pytest.mark.parametrize(
    ("counted", "decision"),
    [
        (counters(), D.ALLOW),
        (counters(by_ip=2, by_user=1), D.ALLOW),
        (counters(by_ip=3), D.REJECT),
        (counters(by_user=2), D.REJECT),
        (counters(by_ip=3, by_user=2), D.REJECT),
        (counters(by_ip=3, in_flight=True), D.WAIT),
        (counters(by_user=2, in_flight=True), D.WAIT),
    ],
)
def test_client_and_account_are_limited_and_whichever_is_reached_first_decides(counted, decision):
    assert throttle().decide(counted, NOON) is decision


def test_what_is_rejected_by_one_is_not_worth_waiting_for_at_the_other():
    waiting = counters(by_user=2, in_flight=True)
    full = LoginCounters(by_ip=counters(by_ip=3).by_ip, by_user=waiting.by_user, is_unknown_email=False)
    assert throttle().decide(full, NOON) is D.REJECT


def test_attempts_leave_the_window():
    assert throttle().decide(counters(by_user=2), NOON + WINDOW) is D.ALLOW


@pytest.mark.parametrize(("count_unknown_emails", "decision"), [(True, D.REJECT), (False, D.ALLOW)])
def test_unknown_addresses_count_like_accounts_only_where_answers_must_not_tell_them_apart(
    count_unknown_emails, decision
):
    limited = throttle(count_unknown_emails=count_unknown_emails)
    assert limited.decide(counters(by_user=2, unknown=True), NOON) is decision


def test_an_attempt_is_reserved_with_both_before_the_password_is_looked_at():
    by_ip, by_user = throttle().reserve(counters(by_ip=1), "new", NOON)
    assert ("new" in by_ip.in_flight, "new" in by_user.in_flight) == (True, True)
    assert (len(by_ip.tries), len(by_user.tries)) == (2, 1)


def test_the_next_attempt_is_possible_when_the_later_of_both_has_room():
    assert throttle().retry_after(counters(by_user=2), NOON) == 14 * 60
    assert throttle().retry_after(counters(by_ip=3, by_user=2), NOON) == 14 * 60
    assert throttle().retry_after(counters(), NOON) == 1


def test_a_clients_counter_is_locked_before_an_accounts_and_holds_a_whole_subscriber():
    assert ip_key("login", "2001:db8:1:2::9") == ip_key("login", "2001:db8:1:2::1")
    assert ip_key("login", "203.0.113.7") < user_key("login", "x")


def test_an_account_that_is_not_looked_up_is_named_by_its_address_in_any_spelling():
    assert email_key("reset", "ANN@example.com ") == email_key("reset", "ann@example.com")
    assert "ann" not in email_key("reset", "ann@example.com")
