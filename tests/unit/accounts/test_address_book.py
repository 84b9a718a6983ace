"""What may be done with a user's addresses?"""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from shop_domain.accounts.address import AddressType
from shop_domain.accounts.address_book import MAX_ADDRESSES, add_to_book, change_in_book, remove_from_book
from shop_domain.accounts.errors import AddressNotFound, TooManyAddresses
from tests.builders import NOW
from tests.unit.accounts.sample_addresses import an_address


def test_the_first_of_a_type_becomes_the_default_and_the_second_does_not():
    book = add_to_book(add_to_book((), an_address()), an_address())
    assert [address.is_default for address in book] == [True, False]


def test_a_new_one_may_be_preferred():
    book = add_to_book(add_to_book((), an_address()), an_address(is_default=True))
    assert [address.is_default for address in book] == [False, True]


def test_the_newest_takes_the_place_of_a_default_that_goes():
    first, second, third = (an_address(created_at=NOW + timedelta(seconds=second)) for second in range(3))
    book = add_to_book(add_to_book(add_to_book((), first), second), third)
    assert [address.is_default for address in remove_from_book(book, first.id)] == [False, True]


def test_a_default_that_changes_its_type_leaves_its_old_type_another_one():
    book = add_to_book(add_to_book((), an_address()), an_address())
    changed = change_in_book(book, replace(book[0], address_type=AddressType.BILLING), NOW)
    assert [(a.address_type.value, a.is_default) for a in changed] == [("billing", True), ("shipping", True)]


def test_a_book_is_bounded_and_knows_its_own():
    book = tuple(an_address() for _ in range(MAX_ADDRESSES))
    with pytest.raises(TooManyAddresses):
        add_to_book(book, an_address())
    with pytest.raises(AddressNotFound):
        remove_from_book(book, an_address().id)
