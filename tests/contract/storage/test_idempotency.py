"""Claims of repeatable requests, on every storage."""

import threading
from datetime import UTC, datetime, timedelta
from uuid import UUID

import msgspec
import pytest

from shop_domain.kernel.idempotency import IdempotencyClaim
from shop_domain.kernel.ids import first_uuid7_at

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)


def a_claim(number=1, **changed) -> IdempotencyClaim:
    claim = IdempotencyClaim(id=f"{number:064}", body_hash="b" * 64, request_id=UUID(int=number), claimed_at=NOW)
    return msgspec.structs.replace(claim, **changed)


def test_a_free_key_is_claimed_and_a_used_one_shows_who_claimed_it(store):
    with store.begin() as tx:
        assert tx.idempotency.claim(a_claim()) is None
    with store.begin() as tx:
        assert tx.idempotency.claim(a_claim(request_id=UUID(int=9))) == a_claim()


def test_an_answer_is_kept_once(store):
    with store.begin() as tx:
        tx.idempotency.claim(a_claim())
        assert tx.idempotency.store_response(a_claim(), b"first")
        assert not tx.idempotency.store_response(a_claim(), b"second")
    with store.begin() as tx:
        assert tx.idempotency.claim(a_claim()) == a_claim(response=b"first")


def test_an_earlier_try_that_was_replaced_keeps_no_answer_and_frees_nothing(store):
    later = a_claim(claimed_at=NOW + timedelta(minutes=2))
    with store.begin() as tx:
        tx.idempotency.claim(a_claim())
        assert tx.idempotency.replace(a_claim(), later)
        assert not tx.idempotency.replace(a_claim(), a_claim())
        assert not tx.idempotency.store_response(a_claim(), b"late")
        tx.idempotency.remove(a_claim())
    with store.begin() as tx:
        assert tx.idempotency.claim(a_claim()) == later


def test_a_removed_claim_is_free_again_but_an_answered_one_is_not_removed(store):
    with store.begin() as tx:
        tx.idempotency.claim(a_claim(1))
        tx.idempotency.remove(a_claim(1))
        tx.idempotency.claim(a_claim(2))
        tx.idempotency.store_response(a_claim(2), b"done")
        tx.idempotency.remove(a_claim(2))
    with store.begin() as tx:
        assert tx.idempotency.claim(a_claim(1)) is None
        assert tx.idempotency.claim(a_claim(2)) == a_claim(2, response=b"done")


def test_an_answer_that_is_too_old_may_be_replaced(store):
    old, new = a_claim(response=b"old"), a_claim(claimed_at=NOW + timedelta(days=2))
    with store.begin() as tx:
        tx.idempotency.claim(a_claim())
        tx.idempotency.store_response(a_claim(), b"old")
        assert tx.idempotency.replace(old, new)
    with store.begin() as tx:
        assert tx.idempotency.claim(a_claim()) == new


def test_old_claims_are_removed(store):
    with store.begin() as tx:
        tx.idempotency.claim(a_claim(1))
        tx.idempotency.claim(a_claim(2, claimed_at=NOW + timedelta(hours=1)))
        assert tx.idempotency.remove_before(NOW + timedelta(minutes=30)) == 1
    with store.begin() as tx:
        assert tx.idempotency.claim(a_claim(1)) is None
        assert tx.idempotency.claim(a_claim(2)) is not None


def test_marks_of_old_effects_are_forgotten_and_young_ones_kept(store):
    old, young = (UUID(int=first_uuid7_at(NOW + timedelta(hours=hours)).int + 1) for hours in (-1, 1))
    with store.begin() as tx:
        assert tx.processed_requests.mark_processed(old)
        assert tx.processed_requests.mark_processed(young)
    with store.begin() as tx:
        assert tx.processed_requests.delete_before(first_uuid7_at(NOW)) == 1
    with store.begin() as tx:
        assert tx.processed_requests.mark_processed(old)
        assert not tx.processed_requests.mark_processed(young)


@pytest.mark.parametrize("round_", range(3))
def test_of_twenty_at_once_one_gets_the_key(store, round_):
    barrier, won = threading.Barrier(20), []

    def claim(number: int) -> None:
        barrier.wait()
        with store.begin() as tx:
            if tx.idempotency.claim(a_claim(round_, request_id=UUID(int=number))) is None:
                won.append(number)

    threads = [threading.Thread(target=claim, args=(number,)) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(won) == 1
