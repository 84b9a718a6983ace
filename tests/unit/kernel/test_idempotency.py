"""When a request with a key may run, when it is answered already, and when it must wait."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import msgspec
import pytest

from shop_domain.kernel.idempotency import (
    LEASE,
    RETENTION,
    IdempotencyInProgress,
    IdempotencyKeyReused,
    IdempotentRequest,
    claim_for_retry,
    new_claim,
    with_expired_lease,
)

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
MOMENT = timedelta(microseconds=1)
REQUEST = IdempotentRequest(principal="user 1", route="POST /orders", key="k", body=b"{}")
FIRST = new_claim(REQUEST, UUID(int=1), NOW)
ANSWERED = msgspec.structs.replace(FIRST, response=b"response")


def again(now, body=b"{}"):
    return new_claim(msgspec.structs.replace(REQUEST, body=body), UUID(int=2), now)


@pytest.mark.parametrize("after", [MOMENT, LEASE - MOMENT])
def test_while_the_first_may_run_the_second_waits(after):
    with pytest.raises(IdempotencyInProgress):
        claim_for_retry(FIRST, again(NOW + after), NOW + after)


@pytest.mark.parametrize("after", [LEASE, RETENTION - MOMENT])
def test_after_the_lease_the_second_goes_on_under_the_same_request_id(after):
    taken = claim_for_retry(FIRST, again(NOW + after), NOW + after)
    assert (taken.request_id, taken.claimed_at, taken.response) == (FIRST.request_id, NOW + after, None)


@pytest.mark.parametrize("after", [timedelta(0), RETENTION - MOMENT])
def test_an_answered_request_keeps_its_answer_for_a_day(after):
    assert claim_for_retry(ANSWERED, again(NOW + after), NOW + after) == ANSWERED


@pytest.mark.parametrize("before", [FIRST, ANSWERED])
def test_after_a_day_the_key_is_free_for_any_body(before):
    fresh = again(NOW + RETENTION, body=b"other")
    assert claim_for_retry(before, fresh, NOW + RETENTION) == fresh


@pytest.mark.parametrize("before", [FIRST, ANSWERED])
@pytest.mark.parametrize("after", [timedelta(0), LEASE, RETENTION - MOMENT])
def test_another_body_is_refused_whatever_became_of_the_first(before, after):
    with pytest.raises(IdempotencyKeyReused):
        claim_for_retry(before, again(NOW + after, body=b"other"), NOW + after)


def test_a_lapsed_claim_is_taken_over_at_once():
    taken = claim_for_retry(with_expired_lease(FIRST), again(NOW), NOW)
    assert (taken.request_id, taken.claimed_at) == (FIRST.request_id, NOW)


@pytest.mark.parametrize(
    "changed",
    [{"principal": "user 2"}, {"route": "POST /payments"}, {"key": "l"}],
    ids=lambda changed: next(iter(changed)),
)
def test_a_key_is_one_client_s_for_one_route(changed):
    assert msgspec.structs.replace(REQUEST, **changed).claim_id != REQUEST.claim_id


def test_a_claim_holds_neither_key_nor_body():
    secret = msgspec.structs.replace(REQUEST, key="secret-key", body=b"secret-body")
    assert b"secret" not in msgspec.json.encode(new_claim(secret, UUID(int=1), NOW))
