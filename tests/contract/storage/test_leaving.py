"""Nothing of somebody who has left is written afterwards, on every storage."""

import pytest
from msgspec.structs import replace
from uuid_utils.compat import uuid7

from shop_adapters.addresses.check import check_address
from shop_domain.accounts.address import AddressFields
from shop_domain.accounts.changes import AccountChanges
from shop_domain.accounts.profile import Gender, Profile, ProfileChanges
from shop_domain.accounts.service import AccountService
from shop_domain.auth.errors import SessionTerminated
from shop_domain.auth.model import SessionEnd
from shop_domain.notifications.model import Delivery
from shop_domain.orders.service import LeavingService
from tests.builders import NOW
from tests.contract.racing import all_at_once
from tests.contract.storage.people import somebody_signed_in
from tests.contract.storage.traces import traces
from tests.doorstep import HERE, Doorstep, at, code_of

HOME = AddressFields(
    first_name="Ada", last_name="Lovelace", address_line_1="12 St James Square", city="London", country="GB"
)
AWAY = at("198.51.100.77", "Mozilla/5.0 (X11; Linux x86_64) Firefox/139.0")
TOLD = AccountChanges(first_name="Ada", phone="+34600123456")


@pytest.fixture
def accounts(store) -> AccountService:
    return AccountService(
        begin=store.begin, read=store.read, clock=lambda: NOW, new_id=uuid7, check_address=check_address
    )


@pytest.fixture
def leaving(store) -> LeavingService:
    return LeavingService(begin=store.begin, clock=lambda: NOW, prove_password=lambda *_: None)


@pytest.fixture
def ada(store):
    return somebody_signed_in(store)


def leave_by(store, door, caller):
    """Let somebody leave at the door's time."""
    proof = {"prove_password": lambda *_: None}
    LeavingService(begin=store.begin, clock=lambda: door.now, **proof).leave(caller, "password", AWAY)


def tell_all(store, door):
    """Deliver every event that waits."""
    with store.begin() as tx:
        while leased := tx.event_queue.lease(door.now, door.now, 10):
            for event in leased:
                tx.event_queue.delivered(event.event_id, door.now)


def writes(accounts, owner, address_id):
    """Name everything that changes somebody's own data."""
    return [
        lambda: accounts.change_me(owner, TOLD),
        lambda: accounts.change_profile(owner, ProfileChanges(gender=Gender.OTHER)),
        lambda: accounts.add_address(owner, HOME),
        lambda: accounts.change_address(owner, address_id, lambda address: replace(address, city="Paris")),
        lambda: accounts.prefer_address(owner, address_id),
        lambda: accounts.remove_address(owner, address_id),
    ]


def held(accounts, owner):
    """Tell what the shop knows of somebody."""
    user, profile = accounts.me(owner.user_id), accounts.profile(owner.user_id)
    with accounts._read() as tx:
        return user.first_name, user.phone, profile, tx.address_books.of(owner.user_id)


def test_nothing_is_written_for_a_session_that_is_over(store, accounts, ada):
    address = accounts.add_address(ada, HOME).address
    before = held(accounts, ada)
    with store.begin() as tx:
        tx.sessions.end([ada.session_id], SessionEnd.LOGOUT, NOW)
    for write in writes(accounts, ada, address.id):
        with pytest.raises(SessionTerminated):
            write()
    assert held(accounts, ada) == before


@pytest.mark.parametrize("_round", range(4))
def test_nothing_is_left_of_who_leaves_while_their_other_requests_are_under_way(accounts, leaving, ada, _round):
    address = accounts.add_address(ada, HOME).address
    acts = [*writes(accounts, ada, address.id), lambda: leaving.leave(ada, "password", HERE)]
    codes = all_at_once(3 * len(acts), lambda n: code_of(acts[n % len(acts)]))
    assert set(codes) <= {"ok", "session_terminated", "not_found"}
    assert held(accounts, ada) == ("", "", Profile(user_id=ada.user_id), ())


def test_neither_address_nor_place_of_who_has_left_is_kept(store):
    door = Doorstep(store)
    user = door.someone("ada", client=AWAY)
    door.passwords.request_reset(user.email, AWAY)
    caller = door.check(door.enter("ada", AWAY).tokens.access)
    door.enter("ada", AWAY)
    tell_all(store, door)
    leave_by(store, door, caller)
    assert traces(store, "ada@example.com") == {"outbox": 1}, "the last mail, which is still to be sent"
    assert traces(store, AWAY.ip_address) == {}
    assert traces(store, AWAY.user_agent) == {}
    door.close()


def test_a_mail_that_nobody_took_leaves_no_address_in_its_note(store):
    door = Doorstep(store)
    user = door.someone("ada")
    with store.begin() as tx:
        (event, *_) = tx.event_queue.lease(door.now, door.now, 1)
        tx.event_queue.delivered(event.event_id, door.now)
        refused = Delivery(event_id=event.event_id, channel="mail:x", refusal=f"550 <{user.email}> unknown")
        tx.deliveries.record(refused, door.now)
    leave_by(store, door, door.check(door.enter("ada").tokens.access))
    assert "deliveries" not in traces(store, user.email)
    with store.read() as tx:
        assert tx.deliveries.made(event.event_id) == {"mail:x"}
    door.close()
