"""Addresses and profiles on every storage."""

from collections import Counter
from datetime import date
from random import Random

import pytest
from msgspec.structs import replace
from uuid_utils.compat import uuid7

from shop_adapters.addresses.check import check_address
from shop_domain.accounts.address import AddressFields, AddressType
from shop_domain.accounts.errors import AddressNotFound, UserNotFound
from shop_domain.accounts.profile import Gender, Profile, ProfileChanges
from shop_domain.accounts.service import AccountService
from shop_domain.kernel.errors import InvalidFields
from shop_domain.kernel.paging import PageRequest
from tests.builders import NOW, a_user_id
from tests.contract.racing import all_at_once
from tests.contract.storage.stored_users import a_logged_in_user

HOME = AddressFields(
    first_name="Ada", last_name="Lovelace", address_line_1="12 St James Square", city="London", country="gb"
)


@pytest.fixture
def accounts(store) -> AccountService:
    return AccountService(
        begin=store.begin, read=store.read, clock=lambda: NOW, new_id=uuid7, check_address=check_address
    )


@pytest.fixture
def ada(store):
    return a_logged_in_user(store)


def book(accounts, owner):
    return [checked.address for checked in accounts.addresses(owner.user_id, PageRequest()).items]


def one_change(accounts, owner, chance):
    """Add, change, prefer or remove an address, as chance has it."""
    ids = [address.id for address in book(accounts, owner)]
    step, kind, preferred = chance.randrange(4), chance.choice(list(AddressType)), chance.random() < 0.3
    if step == 0 or len(ids) < 3:
        accounts.add_address(owner, replace(HOME, address_type=kind, is_default=preferred))
    elif step == 1:
        accounts.set_default_address(owner, chance.choice(ids))
    elif step == 2 and len(ids) > 5:
        accounts.remove_address(owner, chance.choice(ids))
    else:
        wanted = {"address_type": kind, "is_default": preferred}
        accounts.change_address(owner, chance.choice(ids), lambda address: replace(address, **wanted))


def test_an_address_is_kept_in_its_countrys_form(accounts, ada):
    kept = accounts.add_address(ada, HOME).address
    assert (kept.country, kept.is_default) == ("GB", True)
    assert accounts.address(ada.user_id, kept.id).address == kept


def test_what_looks_wrong_is_a_hint_and_no_refusal(accounts, ada):
    odd = AddressFields(first_name="A", last_name="B", address_line_1="C", city="D", country="XX", phone="+1234567890")
    assert [warning.split(":")[0] for warning in accounts.add_address(ada, odd).warnings] == ["country", "phone"]


def test_somebody_elses_address_is_not_there(accounts, store, ada):
    kept = accounts.add_address(ada, HOME).address
    other = a_logged_in_user(store)
    with pytest.raises(AddressNotFound):
        accounts.address(other.user_id, kept.id)
    for attempt in (accounts.remove_address, accounts.set_default_address):
        with pytest.raises(AddressNotFound):
            attempt(other, kept.id)
    with pytest.raises(UserNotFound):
        accounts.add_address(replace(other, user_id=a_user_id()), HOME)


def test_the_default_moves_and_comes_back(accounts, ada):
    first, second = (accounts.add_address(ada, HOME).address for _ in range(2))
    accounts.set_default_address(ada, second.id)
    assert [address.is_default for address in book(accounts, ada)] == [False, True]
    accounts.remove_address(ada, second.id)
    assert [(address.id, address.is_default) for address in book(accounts, ada)] == [(first.id, True)]


def test_twenty_first_addresses_at_once_leave_one_default(accounts, ada):
    all_at_once(20, lambda _: accounts.add_address(ada, HOME))
    kept = book(accounts, ada)
    assert (len(kept), sum(address.is_default for address in kept)) == (20, 1)


def test_twenty_preferences_at_once_leave_one_default(accounts, ada):
    ids = [accounts.add_address(ada, HOME).address.id for _ in range(4)]
    all_at_once(20, lambda n: accounts.set_default_address(ada, ids[n % 4]))
    assert sum(address.is_default for address in book(accounts, ada)) == 1


def test_types_have_defaults_of_their_own(accounts, ada):
    for kind in AddressType:
        fields = AddressFields(
            address_type=kind, first_name="A", last_name="B", address_line_1="C", city="D", country="GB"
        )
        assert accounts.add_address(ada, fields).address.is_default


def test_the_default_of_one_type_can_become_the_default_of_another(accounts, ada):
    first, second, third = (accounts.add_address(ada, HOME).address for _ in range(3))
    accounts.set_default_address(ada, third.id)
    accounts.change_address(ada, third.id, lambda address: replace(address, address_type=AddressType.BILLING))
    assert {address.id: (address.address_type.value, address.is_default) for address in book(accounts, ada)} == {
        first.id: ("shipping", False),
        second.id: ("shipping", True),
        third.id: ("billing", True),
    }


@pytest.mark.parametrize("seed", range(6))
def test_each_type_has_one_default_whatever_is_done(accounts, ada, seed):
    chance = Random(seed)
    for _ in range(60):
        one_change(accounts, ada, chance)
        kept = book(accounts, ada)
        defaults = Counter(address.address_type for address in kept if address.is_default)
        assert defaults == dict.fromkeys({address.address_type for address in kept}, 1)


def test_twenty_changes_of_type_at_once_leave_one_default_of_each_type(accounts, ada):
    ids = [accounts.add_address(ada, HOME).address.id for _ in range(4)]
    kinds = list(AddressType)

    def move(n):
        accounts.change_address(ada, ids[n % 4], lambda address: replace(address, address_type=kinds[n % 3]))

    all_at_once(20, move)
    kept = book(accounts, ada)
    defaults = Counter(address.address_type for address in kept if address.is_default)
    assert defaults == dict.fromkeys({address.address_type for address in kept}, 1)


def test_a_profile_is_empty_until_something_is_told(accounts, ada):
    assert accounts.profile(ada.user_id) == Profile(user_id=ada.user_id)
    told = accounts.change_profile(ada, ProfileChanges(date_of_birth=date(1990, 1, 2)))
    assert accounts.profile(ada.user_id) == told == Profile(user_id=ada.user_id, date_of_birth=date(1990, 1, 2))
    accounts.change_profile(ada, ProfileChanges(gender=Gender.OTHER))
    assert accounts.profile(ada.user_id).date_of_birth == date(1990, 1, 2)


def test_nobody_is_born_tomorrow(accounts, ada):
    with pytest.raises(InvalidFields):
        accounts.change_profile(ada, ProfileChanges(date_of_birth=date(2100, 1, 1)))
