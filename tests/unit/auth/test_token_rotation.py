from datetime import timedelta

import pytest
from msgspec.structs import replace

from shop_domain.auth.session_policy import SessionPolicy
from shop_domain.auth.token_rotation import RotationDecision, decide_rotation, rotate
from tests.auth_driver import HERE, NOON, a_session, a_user, client_at

POLICY = SessionPolicy()
FIRST = a_session(a_user().id)
SECOND = rotate(FIRST, "1" * 64, HERE, NOON, POLICY)


def decided(session, generation, client=HERE, after=0.0):
    return decide_rotation(session, generation, client, NOON + timedelta(seconds=after), POLICY.rotation_grace)


def test_the_newest_token_gets_the_next_pair():
    assert decided(FIRST, 1) is RotationDecision.ROTATE
    assert decided(SECOND, 2) is RotationDecision.ROTATE


@pytest.mark.parametrize(
    ("client", "after", "answer"),
    [
        (HERE, 0, RotationDecision.REPEAT),
        (HERE, 10, RotationDecision.REPEAT),
        (HERE, 10.001, RotationDecision.REUSED),
        (client_at("203.0.113.200"), 5, RotationDecision.REPEAT),
        (client_at("203.0.114.7"), 5, RotationDecision.REUSED),
        (client_at(HERE.ip_address, "curl/8"), 5, RotationDecision.REUSED),
    ],
)
def test_a_lost_answer_is_repeated_to_the_same_client_for_ten_seconds(client, after, answer):
    assert decided(SECOND, 1, client, after) is answer


def test_a_token_whose_successor_was_used_is_stolen():
    assert decided(replace(SECOND, pair_used=True), 1) is RotationDecision.REUSED


def test_a_token_from_two_generations_back_is_stolen():
    third = rotate(SECOND, "2" * 64, HERE, NOON, POLICY)
    assert decided(third, 1) is RotationDecision.REUSED
    assert decided(third, 2) is RotationDecision.REPEAT


def test_a_token_that_was_never_issued_is_unknown_and_an_old_one_is_expired():
    assert decided(FIRST, 2) is RotationDecision.UNKNOWN
    assert decided(FIRST, 1, after=7 * 86_400) is RotationDecision.EXPIRED


def test_a_refresh_moves_the_end_of_idleness_but_never_beyond_the_sessions_own():
    later = NOON + timedelta(days=6)
    assert rotate(FIRST, "1" * 64, HERE, later, POLICY).refresh_expires_at == later + timedelta(days=7)
    late = NOON + timedelta(days=29)
    assert rotate(FIRST, "1" * 64, HERE, late, POLICY).refresh_expires_at == FIRST.expires_at
