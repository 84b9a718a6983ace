"""The logs stay what was written: the chain of seals, on every storage."""

from datetime import timedelta

from tests.auth_driver import HERE, error_code_of


def make_attempts(door, count):
    for n in range(count):
        error_code_of(door.tokens.refresh, f"x{n}", HERE)


def test_an_untouched_log_verifies_however_often_the_chain_is_extended(door):
    assert door.audit_chain.verify() is None
    for _ in range(3):
        make_attempts(door, 5)
        assert door.audit_chain.extend() == 5
        assert door.audit_chain.extend() == 0
        assert door.audit_chain.verify() is None
    make_attempts(door, 2)
    assert door.audit_chain.verify() is None


def test_the_audit_log_is_chained_as_well(door):
    boss = door.an_admin()
    door.audit_chain.extend()
    door.blocking.block_network(boss, "198.51.100.1", "a scan", None, HERE)
    assert door.audit_chain.extend() == 1
    assert door.audit_chain.verify() is None


def test_a_row_that_is_slipped_in_with_an_early_time_is_found(door):
    make_attempts(door, 3)
    door.audit_chain.extend()
    door.now -= timedelta(days=1)
    make_attempts(door, 1)
    door.now += timedelta(days=1)
    assert door.audit_chain.extend() == 0
    flaw = door.audit_chain.verify()
    assert flaw is not None
    assert (flaw.position, flaw.description) == (None, "the row was slipped in")
