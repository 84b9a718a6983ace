"""Many at the door at the same moment, on every storage."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from threading import Barrier

import pytest

from shop_domain.accounts.one_time_token import Purpose
from shop_domain.auth.errors import SessionTerminated
from shop_domain.kernel.errors import ShopError
from tests.auth_driver import HERE, PASSWORD, AuthDriver, a_form, client_at, error_code_of

NEW = "Another-Pass-9"


@pytest.fixture
def door(store):
    door = AuthDriver(store, real_time=True)
    yield door
    door.close()


def together(number, act):
    """Release this many threads at one moment and gather what they answer."""
    gate = Barrier(number)

    def run(n):
        gate.wait(30)
        return act(n)

    with ThreadPoolExecutor(number) as pool:
        return list(pool.map(run, range(number)))


def answer(act, *args):
    """Give the answer, or the refusal's code."""
    try:
        return act(*args)
    except ShopError as refusal:
        return refusal.code


def test_fifty_wrong_passwords_from_one_client_are_five_guesses(door):
    outcomes = together(50, lambda n: error_code_of(door.log_in, f"nobody{n}", HERE, "wrong"))
    assert Counter(outcomes) == {"invalid_credentials": 5, "rate_limited": 45}


def test_fifty_wrong_passwords_at_one_account_from_anywhere_are_three_guesses(door):
    door.a_verified_user()
    outcomes = together(50, lambda n: error_code_of(door.log_in, "test", client_at(f"198.51.{n}.1"), "wrong"))
    assert Counter(outcomes) == {"invalid_credentials": 3, "rate_limited": 47}


def test_the_right_password_is_never_refused_because_others_are_looked_at(door):
    user = door.a_verified_user()
    outcomes = together(20, lambda _: answer(door.log_in))
    entered = [outcome for outcome in outcomes if not isinstance(outcome, str)]
    assert len(entered) == 20, Counter(o for o in outcomes if isinstance(o, str))
    usable = Counter(error_code_of(door.authenticate, one.tokens.access) for one in entered)
    assert usable == {"ok": 5, "session_terminated": 15}
    with door.store.read() as tx:
        assert tx.session_reader.count(user.id, door.real_clock()).active == 5


def test_thirty_registrations_at_once_are_ten(door):
    outcomes = together(30, lambda n: error_code_of(door.registration.register, a_form(f"p{n}"), HERE))
    assert Counter(outcomes) == {"ok": 10, "rate_limited": 20}


def test_one_of_twenty_gets_the_address_and_the_others_are_told_so(store):
    door = AuthDriver(store, real_time=True, register_ip_max_attempts=0)
    forms = [a_form("same", username=f"user{n}") for n in range(20)]
    outcomes = together(20, lambda n: error_code_of(door.registration.register, forms[n], HERE))
    assert Counter(outcomes) == {"ok": 1, "invalid": 19}
    assert door.events() == ["VerificationRequested"]
    door.close()


def test_a_link_opened_five_times_at_once_opens_the_account_once(door):
    user = door.registration.register(a_form(), HERE)
    link = door.newest_link(user.id, Purpose.EMAIL_VERIFICATION)
    outcomes = together(5, lambda _: error_code_of(door.registration.verify_email, link, HERE))
    assert Counter(outcomes) == {"ok": 1, "token_used": 4}


def test_a_reset_link_used_ten_times_at_once_sets_one_password(door):
    user = door.a_verified_user()
    door.passwords.request_reset("test@example.com", HERE)
    link = door.newest_link(user.id, Purpose.PASSWORD_RESET)
    outcomes = together(10, lambda n: error_code_of(door.passwords.confirm_reset, link, f"Another-Pass-{n}", HERE))
    assert Counter(outcomes) == {"ok": 1, "token_used": 9}
    winner = outcomes.index("ok")
    assert error_code_of(door.log_in, "test", HERE, f"Another-Pass-{winner}") == "ok"


def test_a_refresh_token_presented_twenty_times_at_once_gives_one_pair(door):
    door.a_verified_user()
    first = door.log_in().tokens
    pairs = set(together(20, lambda _: door.tokens.refresh(first.refresh, HERE)))
    assert len(pairs) == 1
    assert error_code_of(door.authenticate, pairs.pop().access) == "ok"
    assert door.session_events().count("REFRESHED") == 1


def test_twenty_links_asked_for_at_once_leave_one_that_works(store):
    door = AuthDriver(store, real_time=True, email_verification_max_attempts=0)
    user = door.registration.register(a_form(), HERE)
    together(20, lambda _: door.registration.resend_verification("test@example.com", HERE))
    links = [
        door.link_tokens.token_of(link, Purpose.EMAIL_VERIFICATION)
        for link in door.links(user.id, Purpose.EMAIL_VERIFICATION)
    ]
    outcomes = Counter(error_code_of(door.registration.verify_email, link, HERE) for link in links)
    assert outcomes == {"ok": 1, "invalid_token": 20}
    door.close()


def test_nobody_keeps_a_session_that_was_opened_with_the_password_before(door):
    door.a_verified_user()
    caller = door.authenticate(door.log_in().tokens.access)
    turn = count()

    def act(n):
        if n == 0:
            return answer(door.passwords.change, caller, PASSWORD, NEW, HERE)
        next(turn)
        return answer(door.log_in)

    outcomes = together(4, act)
    assert outcomes[0] is None
    entered = [outcome for outcome in outcomes[1:] if outcome is not None and not isinstance(outcome, str)]
    assert {error_code_of(door.authenticate, one.tokens.access) for one in entered} <= {"session_terminated"}


def test_of_two_sessions_that_end_each_other_one_stays(door):
    user = door.a_verified_user()
    callers = [door.authenticate(door.log_in().tokens.access) for _ in range(2)]
    deactivate = door.sessions.deactivate
    outcomes = together(2, lambda n: error_code_of(deactivate, callers[n], callers[1 - n].session_id, HERE))
    assert sorted(outcomes) == ["ok", "session_terminated"]
    with door.store.read() as tx:
        assert tx.session_reader.count(user.id, door.real_clock()).active == 1


def test_a_session_that_is_over_ends_no_other_one(door):
    user = door.a_verified_user()
    callers = [door.authenticate(door.log_in().tokens.access) for _ in range(2)]
    door.sessions.deactivate(callers[0], callers[1].session_id, HERE)
    assert error_code_of(door.sessions.deactivate, callers[1], callers[0].session_id, HERE) == "session_terminated"
    assert error_code_of(door.sessions.deactivate_others, callers[1], HERE) == "session_terminated"
    with door.store.read() as tx:
        assert tx.session_reader.count(user.id, door.real_clock()).active == 1


def test_a_session_does_not_end_before_the_write_that_holds_it_is_done(door):
    door.a_verified_user()
    entered = door.log_in()
    caller = door.authenticate(entered.tokens.access)
    with ThreadPoolExecutor(1) as pool:
        with door.store.begin() as tx:
            tx.session_guard.confirm(caller.session_id)
            leaving = pool.submit(door.tokens.logout, entered.tokens.refresh, HERE, caller)
            with pytest.raises(TimeoutError):
                leaving.result(0.3)
        leaving.result(10)
    with pytest.raises(SessionTerminated), door.store.begin() as tx:
        tx.session_guard.confirm(caller.session_id)
