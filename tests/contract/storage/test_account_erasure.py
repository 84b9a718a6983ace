"""Nothing of somebody who has left is written afterwards, on every storage."""

import pytest
from msgspec.structs import replace
from uuid_utils.compat import uuid7

from shop_adapters.addresses.check import check_address
from shop_domain.accounts.account_changes import AccountChanges
from shop_domain.accounts.address import AddressFields
from shop_domain.accounts.profile import Gender, Profile, ProfileChanges
from shop_domain.accounts.service import AccountService
from shop_domain.auth.errors import SessionTerminated
from shop_domain.auth.model import SessionEndReason
from shop_domain.notifications.model import Delivery
from shop_domain.privacy.service.erase_account import AccountErasureService
from tests.auth_driver import HERE, AuthDriver, any_password, client_at, error_code_of
from tests.builders import NOW
from tests.contract.racing import all_at_once
from tests.contract.storage.stored_users import a_logged_in_user
from tests.contract.storage.text_search import tables_with

HOME = AddressFields(
    first_name="Ada", last_name="Lovelace", address_line_1="12 St James Square", city="London", country="GB"
)
AWAY = client_at("198.51.100.77", "Mozilla/5.0 (X11; Linux x86_64) Firefox/139.0")
TOLD = AccountChanges(first_name="Ada", phone="+34600123456")


@pytest.fixture
def accounts(store) -> AccountService:
    return AccountService(
        begin=store.begin, read=store.read, clock=lambda: NOW, new_id=uuid7, check_address=check_address
    )


@pytest.fixture
def leaving(store) -> AccountErasureService:
    return AccountErasureService(begin=store.begin, clock=lambda: NOW, confirm_password=any_password)


@pytest.fixture
def ada(store):
    return a_logged_in_user(store)


def erase_account(store, door, caller):
    """Let somebody leave at the door's time."""
    proof = {"confirm_password": any_password}
    AccountErasureService(begin=store.begin, clock=lambda: door.now, **proof).erase(caller, "password", AWAY)


def deliver_all_events(store, door):
    """Deliver every event that waits."""
    with store.begin() as tx:
        while leased := tx.event_queue.lease(door.now, door.now, 10):
            for event in leased:
                tx.event_queue.mark_delivered(event.event_id, door.now)


def writes(accounts, owner, address_id):
    """Name everything that changes somebody's own data."""
    return [
        lambda: accounts.change_me(owner, TOLD),
        lambda: accounts.change_profile(owner, ProfileChanges(gender=Gender.OTHER)),
        lambda: accounts.add_address(owner, HOME),
        lambda: accounts.change_address(owner, address_id, lambda address: replace(address, city="Paris")),
        lambda: accounts.set_default_address(owner, address_id),
        lambda: accounts.remove_address(owner, address_id),
    ]


def known_about(accounts, owner):
    """Tell what the shop knows of somebody."""
    user, profile = accounts.me(owner.user_id), accounts.profile(owner.user_id)
    with accounts._read() as tx:
        return user.first_name, user.phone, profile, tx.address_books.of(owner.user_id)


def test_nothing_is_written_for_a_session_that_is_over(store, accounts, ada):
    address = accounts.add_address(ada, HOME).address
    before = known_about(accounts, ada)
    with store.begin() as tx:
        tx.sessions.end([ada.session_id], SessionEndReason.LOGOUT, NOW)
    for write in writes(accounts, ada, address.id):
        with pytest.raises(SessionTerminated):
            write()
    assert known_about(accounts, ada) == before


@pytest.mark.parametrize("_round", range(4))
def test_nothing_is_left_of_an_erased_account_while_its_other_requests_are_under_way(accounts, leaving, ada, _round):
    address = accounts.add_address(ada, HOME).address
    acts = [*writes(accounts, ada, address.id), lambda: leaving.erase(ada, "password", HERE)]
    codes = all_at_once(3 * len(acts), lambda n: error_code_of(acts[n % len(acts)]))
    assert set(codes) <= {"ok", "session_terminated", "not_found"}
    assert known_about(accounts, ada) == ("", "", Profile(user_id=ada.user_id), ())


def test_neither_email_nor_ip_address_of_an_erased_account_is_kept(store):
    door = AuthDriver(store)
    user = door.a_verified_user("ada", client=AWAY)
    door.passwords.request_reset(user.email, AWAY)
    caller = door.authenticate(door.log_in("ada", AWAY).tokens.access)
    door.log_in("ada", AWAY)
    deliver_all_events(store, door)
    erase_account(store, door, caller)
    assert tables_with(store, "ada@example.com") == {"outbox": 1}, "the last mail, which is still to be sent"
    assert tables_with(store, AWAY.ip_address) == {}
    assert tables_with(store, AWAY.user_agent) == {}
    door.close()


def test_a_mail_that_nobody_took_leaves_no_address_in_its_note(store):
    door = AuthDriver(store)
    user = door.a_verified_user("ada")
    with store.begin() as tx:
        (event, *_) = tx.event_queue.lease(door.now, door.now, 1)
        tx.event_queue.mark_delivered(event.event_id, door.now)
        refused = Delivery(event_id=event.event_id, channel="mail:x", refusal=f"550 <{user.email}> unknown")
        tx.deliveries.record(refused, door.now)
    erase_account(store, door, door.authenticate(door.log_in("ada").tokens.access))
    assert "deliveries" not in tables_with(store, user.email)
    with store.read() as tx:
        assert tx.deliveries.delivered_channels(event.event_id) == {"mail:x"}
    door.close()
