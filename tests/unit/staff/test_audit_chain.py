"""Is the log still what was written?"""

from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from uuid_utils.compat import uuid7

from shop_domain.auth.attempts import AttemptId, AttemptType, SecurityAttempt
from shop_domain.staff.audit_chain import (
    LONGEST_TRANSACTION,
    ChainedLog,
    IntegrityViolation,
    extend_chain,
    find_violation,
    log_entry,
    unchained_since,
    unreadable_entry,
)
from tests.auth_driver import NOON

ROWS = tuple(
    SecurityAttempt(
        id=AttemptId(uuid7()),
        attempt_type=AttemptType.LOGIN,
        user_id=None,
        identifier="ann@example.com",
        ip_address="203.0.113.7",
        user_agent="",
        success=False,
        failure_reason="invalid_credentials",
        timestamp=NOON + timedelta(seconds=number),
    )
    for number in range(5)
)
ENTRIES = tuple(map(log_entry, ROWS))
CHAIN = extend_chain(ENTRIES, None, NOON)
NOTHING = IntegrityViolation(log=ChainedLog.ATTEMPTS, position=None, entry_id=uuid7(), description="")
CHANGES: list[dict[str, Any]] = [
    {"success": True},
    {"failure_reason": ""},
    {"identifier": ""},
    {"ip_address": "203.0.113.8"},
    {"timestamp": NOON + timedelta(days=1)},
    {"id": AttemptId(uuid7())},
]


def first_violation(chain, entries) -> IntegrityViolation:
    """Walk along the chain as the verification does."""
    pairs = zip((None, *chain), chain, entries, strict=False)
    found = (find_violation(before, link, entry, ChainedLog.ATTEMPTS) for before, link, entry in pairs)
    return next((violation for violation in found if violation is not None), NOTHING)


def test_a_log_as_it_was_written_has_no_violation():
    assert first_violation(CHAIN, ENTRIES) is NOTHING
    assert [link.position for link in CHAIN] == [1, 2, 3, 4, 5]


@given(st.integers(0, len(ENTRIES)))
def test_a_chain_may_be_continued_at_any_time(at):
    begun = extend_chain(ENTRIES[:at], None, NOON)
    assert (*begun, *extend_chain(ENTRIES[at:], begun[-1] if begun else None, NOON)) == CHAIN


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: next(iter(change)))
@pytest.mark.parametrize("at", [0, 3])
def test_any_change_of_a_row_is_found_at_that_row(change, at):
    tampered = [*ENTRIES]
    tampered[at] = log_entry(replace(ROWS[at], **change))
    violation = first_violation(CHAIN, tampered)
    assert (violation.position, violation.entry_id, violation.description) == (
        at + 1,
        ROWS[at].id,
        "the row was changed",
    )


def test_a_removed_row_and_one_that_can_not_be_read_are_found():
    assert first_violation(CHAIN, (*ENTRIES[:2], None, *ENTRIES[3:])).description == "the row was removed"
    garbled = (*ENTRIES[:2], unreadable_entry(ROWS[2].id), *ENTRIES[3:])
    assert first_violation(CHAIN, garbled).description == "the row can't be read"


def test_a_row_that_is_removed_with_its_link_is_found_at_the_next():
    violation = first_violation((*CHAIN[:2], *CHAIN[3:]), (*ENTRIES[:2], *ENTRIES[3:]))
    assert violation.position == 4
    assert "missing" in violation.description


def test_rows_that_change_places_are_found():
    swapped = (ENTRIES[1], ENTRIES[0], *ENTRIES[2:])
    assert first_violation(CHAIN, swapped).position == 1


def test_a_digest_depends_on_all_rows_before():
    others = extend_chain((log_entry(replace(ROWS[0], success=True)), *ENTRIES[1:]), None, NOON)
    assert all(mine.digest != other.digest for mine, other in zip(CHAIN, others, strict=True))
    assert len({link.digest for link in CHAIN}) == len(CHAIN)
    assert all(after.position == before.position + 1 for before, after in pairwise(CHAIN))


def test_a_row_may_show_up_as_long_as_a_transaction_may_take():
    assert unchained_since(None) is None
    assert unchained_since(CHAIN[-1]) == NOON - LONGEST_TRANSACTION
