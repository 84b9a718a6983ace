"""The logs stay what was written: the chain of seals, on every storage."""

from datetime import timedelta

from tests.doorstep import HERE, code_of


def tries(door, count):
    for n in range(count):
        code_of(door.tokens.refresh, f"x{n}", HERE)


def test_an_untouched_log_is_found_good_however_often_it_is_sealed(door):
    assert door.audit.verify() is None
    for _ in range(3):
        tries(door, 5)
        assert door.audit.seal() == 5
        assert door.audit.seal() == 0
        assert door.audit.verify() is None
    tries(door, 2)
    assert door.audit.verify() is None


def test_what_staff_did_is_sealed_as_well(door):
    boss = door.a_boss()
    door.audit.seal()
    door.blocking.block_network(boss, "198.51.100.1", "a scan", None, HERE)
    assert door.audit.seal() == 1
    assert door.audit.verify() is None


def test_a_row_that_is_slipped_in_with_an_early_time_is_found(door):
    tries(door, 3)
    door.audit.seal()
    door.now -= timedelta(days=1)
    tries(door, 1)
    door.now += timedelta(days=1)
    assert door.audit.seal() == 0
    flaw = door.audit.verify()
    assert flaw is not None
    assert (flaw.position, flaw.what) == (None, "the row was slipped in")
