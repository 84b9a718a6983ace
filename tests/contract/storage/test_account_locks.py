"""Who waits for whom at an account, on PostgreSQL: elsewhere all writers take turns."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import text

from shop_adapters.sql.engine.engines import make_engines
from shop_adapters.sql.store import SqlStore
from shop_domain.privacy.service.erase_account import AccountErasureService
from tests.auth_driver import HERE, NOON, PASSWORD, a_staff_member, any_password, error_code_of

pytestmark = pytest.mark.postgres


@pytest.fixture
def store(postgres_url):
    store = SqlStore(make_engines(postgres_url, pool_size=4, durable=False))
    yield store
    store.close()


def erase_account(store, caller):
    AccountErasureService(begin=store.begin, clock=lambda: NOON, confirm_password=any_password).erase(
        caller, PASSWORD, HERE
    )


@pytest.mark.parametrize("what", ["password", "address", "erasure"])
def test_who_waits_for_an_account_holds_none_of_its_sessions(door, store, what):
    """Else whoever holds the account and ends its sessions would wait in a circle with them."""
    door.a_verified_user()
    caller = door.authenticate(door.log_in().tokens.access)
    acts = {
        "password": lambda: door.passwords.change(caller, PASSWORD, "Another-Pass-9", HERE),
        "address": lambda: door.email_change.request(caller, "new@example.com", PASSWORD, HERE),
        "erasure": lambda: erase_account(store, caller),
    }
    with ThreadPoolExecutor(1) as pool:
        with store.begin() as tx:
            tx.users.lock(caller.user_id)
            waiting = pool.submit(error_code_of, acts[what])
            with pytest.raises(TimeoutError):
                waiting.result(0.5)
            tx.source.execute(text("SELECT id FROM sessions FOR UPDATE NOWAIT"))
        assert waiting.result(10) == "ok"


def test_two_writes_of_the_same_member_of_staff_do_not_wait_for_each_other(store):
    caller = a_staff_member(store)

    def confirm():
        with store.begin() as tx:
            tx.staff_guard.confirm(caller)

    with ThreadPoolExecutor(1) as pool, store.begin() as tx:
        tx.staff_guard.confirm(caller)
        pool.submit(confirm).result(5)
