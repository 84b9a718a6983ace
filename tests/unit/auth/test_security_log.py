"""How are attempts, and what happens to sessions, recorded?"""

import pytest
from uuid_utils.compat import uuid7

from shop_domain.auth.attempts import AttemptType
from shop_domain.auth.errors import InvalidCredentials
from shop_domain.auth.security_log import SecurityLog
from tests.auth_driver import HERE, NOON, a_session, a_user, client_at

USER = a_user()
LOG = SecurityLog(new_id=uuid7, log_activities=True)


@pytest.mark.parametrize(
    ("error", "recorded"), [(None, (True, "")), (InvalidCredentials(), (False, "invalid_credentials"))]
)
def test_an_attempt_is_recorded_as_a_success_or_with_the_reason_of_its_failure(error, recorded):
    row = LOG.new_attempt(AttemptType.LOGIN, HERE, NOON, error=error, user_id=USER.id)
    assert (row.success, row.failure_reason) == recorded
    assert (row.attempt_type, row.user_id, row.ip_address, row.timestamp) == (
        AttemptType.LOGIN,
        USER.id,
        HERE.ip_address,
        NOON,
    )


@pytest.mark.parametrize(
    ("user_id", "typed", "identifier"),
    [
        (None, " ann@example.com ", "ann@example.com"),
        (None, "a password by mistake", ""),
        (USER.id, "ann@example.com", ""),
    ],
)
def test_what_was_typed_is_kept_only_where_it_is_an_address_of_no_account(user_id, typed, identifier):
    row = LOG.new_attempt(AttemptType.LOGIN, HERE, NOON, error=None, user_id=user_id, typed_email=typed)
    assert row.identifier == identifier


def test_a_user_agent_is_cut_to_its_column():
    row = LOG.new_attempt(AttemptType.LOGIN, client_at("203.0.113.7", "x" * 999), NOON, error=None)
    assert row.user_agent == "x" * 400


def test_each_session_has_its_event_where_the_setting_asks_for_them():
    sessions = [a_session(USER.id).id for _ in range(2)]
    events = LOG.new_session_events("ended", sessions, USER.id, HERE, NOON)
    assert [(event.session_id, event.event) for event in events] == [(id_, "ended") for id_ in sessions]
    assert len({event.id for event in events}) == 2
    silent = SecurityLog(new_id=uuid7, log_activities=False)
    assert silent.new_session_events("ended", sessions, USER.id, HERE, NOON) == ()
