"""A use case runs again where the storage gave its transaction up."""

import pytest

from shop_domain.kernel.errors import ConcurrentUpdate, StorageBusy
from shop_domain.kernel.retry import retry_on_storage_busy


def failing(*outcomes):
    """Make a use case that comes to these outcomes, one a call."""
    left = iter(outcomes)

    @retry_on_storage_busy
    def use_case(number: int) -> int:
        outcome = next(left)
        if isinstance(outcome, Exception):
            raise outcome
        return outcome + number

    return use_case, left


def test_it_is_repeated_until_it_succeeds_with_the_same_arguments():
    use_case, left = failing(StorageBusy(), StorageBusy(), 40)
    assert use_case(number=2) == 42
    assert next(left, None) is None


def test_it_gives_up_after_five_attempts_and_says_why():
    use_case, left = failing(*[StorageBusy() for _ in range(5)], 40)
    with pytest.raises(StorageBusy):
        use_case(2)
    assert next(left) == 40


def test_any_other_error_is_raised_at_once():
    use_case, left = failing(ConcurrentUpdate(), 40)
    with pytest.raises(ConcurrentUpdate):
        use_case(2)
    assert next(left) == 40


def test_a_storage_that_had_no_room_for_a_transaction_is_not_asked_again_at_once():
    use_case, left = failing(StorageBusy(may_retry=False), 40)
    with pytest.raises(StorageBusy):
        use_case(2)
    assert next(left) == 40
