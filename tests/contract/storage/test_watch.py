"""What staff see of the door and do about it, on every storage."""

from datetime import timedelta

import pytest
from uuid_utils.compat import uuid7

from shop_domain.accounts.model import Role, UserId
from shop_domain.auth.attempts import AttemptType
from shop_domain.auth.blocks import BlockId
from shop_domain.auth.staff_actions import StaffActionFilter
from shop_domain.auth.staffing import Standing
from shop_domain.auth.watch import AttemptFilter, Moment, SessionFilter, Tallied, UserFilter
from shop_domain.kernel.errors import InvalidFields
from shop_domain.kernel.paging import PageRequest
from tests.doorstep import HERE, NOON, Doorstep, a_form, at, code_of

ALL = PageRequest(size=100)
ELSEWHERE = at("198.51.100.1")


@pytest.fixture
def door(store):
    door = Doorstep(store, session_force_logout_on_suspicious_activity=False)
    yield door
    door.close()


def seen(door, boss, **wanted):
    page = door.watching.attempts(boss, AttemptFilter(**wanted), ALL)
    assert page.count == len(page.items)
    return [(row.attempt_type.value, row.identifier, row.failure_reason) for row in page.items]


def test_tries_are_found_by_each_filter(door, boss):
    user = door.someone()
    door.later(60)
    code_of(door.enter, "test", ELSEWHERE, "wrong")
    code_of(door.enter, "nobody", HERE, "wrong")
    mine = ("LOGIN", "test@example.com", "invalid_credentials")
    strangers = ("LOGIN", "nobody@example.com", "invalid_credentials")
    assert seen(door, boss, failure_reason="invalid_credentials") == [strangers, mine]
    assert seen(door, boss, user=str(user.id), success=False) == [mine]
    assert seen(door, boss, user="TEST@example.com", success=False) == [mine]
    assert seen(door, boss, user="nobody@example.com") == [strangers]
    assert seen(door, boss, ip="198.51.100.1") == [mine]
    assert seen(door, boss, after=NOON + timedelta(seconds=60)) == [strangers, mine]
    assert strangers not in seen(door, boss, before=NOON + timedelta(seconds=60))
    assert seen(door, boss, attempt_type=AttemptType.REGISTER) == [("REGISTER", "test@example.com", "")]
    assert seen(door, boss, user=str(uuid7())) == []


def test_a_list_is_walked_without_skipping_or_repeating_while_it_grows(door, boss):
    for n in range(7):
        code_of(door.tokens.refresh, f"x{n}", HERE)
    wanted = AttemptFilter(attempt_type=AttemptType.REFRESH)
    whole = [row.id for row in door.watching.attempts(boss, wanted, ALL).items]
    first = door.watching.attempts(boss, wanted, PageRequest(size=3))
    code_of(door.tokens.refresh, "later", HERE)
    second = door.watching.attempts(boss, wanted, PageRequest(size=3, cursor=first.next, counted=False))
    third = door.watching.attempts(boss, wanted, PageRequest(size=3, cursor=second.next))
    assert [row.id for page in (first, second, third) for row in page.items] == whole
    assert (third.next, second.count, third.count) == (None, None, 8)
    back = door.watching.attempts(boss, wanted, PageRequest(size=3, cursor=third.previous))
    assert back.items == second.items
    assert door.watching.attempts(boss, wanted, PageRequest(size=3, number=2)).items[-1].id == whole[4]


def test_sessions_of_everybody_are_seen_and_can_be_ended(door, boss):
    user = door.someone()
    entered = door.enter("test", ELSEWHERE)

    def listed(**wanted):
        return [s.id for s in door.watching.sessions(boss, SessionFilter(now=door.now, **wanted), ALL).items]

    assert listed(user_id=user.id) == listed(ip="198.51.100.1") == [entered.session_id]
    assert set(listed(active=True)) == {entered.session_id, boss.session_id}
    door.watching.end_session(boss, entered.session_id, HERE)
    assert code_of(door.check, entered.tokens.access) == "session_terminated"
    assert listed(active=False) == [entered.session_id]
    assert code_of(door.watching.end_session, boss, entered.session_id, HERE) == "session_not_found"


def test_figures_show_when_and_where_the_door_is_tried(door, boss):
    door.someone()
    for _ in range(2):
        code_of(door.enter, "test", ELSEWHERE, "wrong")
    door.later(3600)
    code_of(door.enter, "nobody", HERE, "wrong")
    stats = door.watching.stats(boss, None)
    assert stats.by_hour == (
        Moment(start="2026-05-01T12:00:00Z", succeeded=3, failed=2),
        Moment(start="2026-05-01T13:00:00Z", succeeded=0, failed=1),
    )
    assert stats.by_day == (Moment(start="2026-05-01T00:00:00Z", succeeded=3, failed=3),)
    assert stats.by_type == (Tallied(name="LOGIN", failed=3),)
    assert stats.by_reason == (Tallied(name="invalid_credentials", failed=3),)
    assert stats.top_ips == (Tallied(name="198.51.100.1", failed=2), Tallied(name=HERE.ip_address, failed=1))
    assert stats.top_accounts == (
        Tallied(name="test@example.com", failed=2),
        Tallied(name="nobody@example.com", failed=1),
    )
    assert (stats.active_sessions, stats.blocks_in_force) == (1, 0)
    assert door.watching.stats(boss, door.now).by_day == (Moment(start="2026-05-01T00:00:00Z", succeeded=0, failed=1),)


@pytest.mark.parametrize("network", ["198.51.100.1", "198.51.100.0/24", "198.51.0.0/16"])
def test_a_blocked_network_is_shut_out_of_everything(door, boss, network):
    user = door.someone()
    entered = door.enter("test", ELSEWHERE)
    block = door.blocking.block_network(boss, network, "a scan", None, HERE)
    assert code_of(door.check, entered.tokens.access, ELSEWHERE) == "blocked"
    assert code_of(door.check, entered.tokens.access, HERE) == "ok"
    assert code_of(door.enter, "test", ELSEWHERE) == "blocked"
    assert code_of(door.registration.register, a_form("new"), ELSEWHERE) == "blocked"
    assert code_of(door.passwords.request_reset, user.email, ELSEWHERE) == "blocked"
    door.blocking.lift(boss, block.id, HERE)
    assert code_of(door.check, entered.tokens.access, ELSEWHERE) == "ok"
    assert code_of(door.blocking.lift, boss, block.id, HERE) == "block_not_found"


def test_a_block_ends_by_itself_at_its_time(door, boss):
    door.someone()
    door.blocking.block_network(boss, "198.51.100.1", "a scan", door.now + timedelta(hours=1), HERE)
    assert code_of(door.enter, "test", ELSEWHERE) == "blocked"
    door.later(3600)
    assert code_of(door.enter, "test", ELSEWHERE) == "ok"
    assert door.blocking.list(boss, ALL, in_force=True).items == ()
    assert door.blocking.list(boss, ALL, in_force=False).count == 1


def test_a_blocked_user_is_out_at_once_and_back_when_the_block_is_lifted(door, boss):
    user = door.someone()
    entered = door.enter()
    block = door.blocking.block_user(boss, user.id, "fraud", None, HERE)
    assert code_of(door.check, entered.tokens.access) == "session_terminated"
    assert code_of(door.enter) == "blocked"
    assert code_of(door.enter, "test", HERE, "wrong") == "invalid_credentials"
    door.blocking.lift(boss, block.id, HERE)
    assert code_of(door.enter) == "ok"


@pytest.mark.parametrize(
    ("network", "until"), [("nonsense", None), ("10.0.0.0/8", None), ("", None), ("198.51.100.1", NOON)]
)
def test_what_cannot_be_blocked_is_refused(door, boss, network, until):
    assert code_of(door.blocking.block_network, boss, network, "x", until, HERE) == "invalid"
    assert code_of(door.blocking.block_user, boss, boss.user_id, "x", None, HERE) == "cannot_change_self"
    assert code_of(door.blocking.block_user, boss, UserId(uuid7()), "x", None, HERE) == "invalid"
    assert code_of(door.blocking.lift, boss, BlockId(uuid7()), HERE) == "block_not_found"


def test_a_user_whose_account_is_shut_is_out_at_once_and_no_link_opens_it(door, boss):
    user = door.someone()
    entered = door.enter()
    shut = door.staff_users.change(boss, user.id, Standing(is_active=False), HERE)
    assert (shut.is_active, shut.disabled_at) == (False, NOON)
    assert code_of(door.check, entered.tokens.access) == "session_terminated"
    assert code_of(door.enter) == "inactive_account"
    door.passwords.request_reset(user.email, HERE)
    assert "PasswordResetRequested" not in door.events()
    opened = door.staff_users.change(boss, user.id, Standing(is_active=True), HERE)
    assert (opened.is_active, opened.disabled_at) == (True, None)
    assert code_of(door.enter) == "ok"


def test_a_role_holds_from_the_next_request_on(door, boss):
    user = door.someone()
    tokens = door.enter().tokens
    assert not door.check(tokens.access).is_staff
    door.staff_users.change(boss, user.id, Standing(role=Role.WAREHOUSE), HERE)
    assert (door.check(tokens.access).is_staff, door.check(tokens.access).role) == (True, Role.WAREHOUSE)
    door.staff_users.change(boss, user.id, Standing(is_staff=False), HERE)
    assert (door.check(tokens.access).is_staff, door.check(tokens.access).role) == (False, Role.CUSTOMER)
    door.staff_users.change(boss, user.id, Standing(is_staff=True), HERE)
    assert door.check(tokens.access).role is Role.STAFF
    with pytest.raises(InvalidFields):
        door.staff_users.change(boss, user.id, Standing(is_staff=False, role=Role.ADMIN), HERE)
    assert code_of(door.staff_users.change, boss, boss.user_id, Standing(is_active=False), HERE) == "cannot_change_self"
    assert code_of(door.staff_users.change, boss, UserId(uuid7()), Standing(), HERE) == "user_not_found"


def test_accounts_are_found_by_each_filter(door, boss):
    user = door.someone("ana")

    def found(**wanted):
        return [person.id for person in door.staff_users.list(boss, UserFilter(**wanted), ALL).items]

    assert found() == [user.id, boss.user_id]
    assert found(search="ANA@") == found(search="anauser") == found(is_staff=False) == [user.id]
    assert found(search="test person") == [user.id]
    assert found(role=Role.ADMIN) == found(is_staff=True) == [boss.user_id]
    assert found(search="%") == found(search="_n_") == found(is_active=False) == []


@pytest.mark.parametrize("search", ["Émile", "ÉMILE", "émile", "weiß", "WEISS", "Émile Weiß", "e\u0301mile"])
def test_accounts_are_found_by_their_names_in_capitals_or_not_whatever_the_letters(door, boss, search):
    user = door.registration.register(a_form("x", first_name="Émile", last_name="Weiß"), HERE)
    assert [one.id for one in door.staff_users.list(boss, UserFilter(search=search), ALL).items] == [user.id]


def test_only_the_permitted_see_and_do_any_of_this(door, boss):
    user = door.someone()
    target = door.someone("other")
    for role in (Role.CUSTOMER, Role.STAFF, Role.SUPPORT, Role.CATALOG, Role.WAREHOUSE):
        door.staff_users.change(boss, user.id, Standing(role=role), HERE)
        caller = door.check(door.enter().tokens.access)
        outcomes = {
            code_of(door.watching.attempts, caller, AttemptFilter(), ALL),
            code_of(door.watching.sessions, caller, SessionFilter(now=door.now), ALL),
            code_of(door.watching.stats, caller, None),
            code_of(door.watching.staff_actions, caller, StaffActionFilter(), ALL),
            code_of(door.watching.end_session, caller, boss.session_id, HERE),
            code_of(door.blocking.list, caller, ALL, in_force=True),
            code_of(door.blocking.block_network, caller, "198.51.100.1", "x", None, HERE),
            code_of(door.blocking.block_user, caller, target.id, "x", None, HERE),
            code_of(door.staff_users.list, caller, UserFilter(), ALL),
            code_of(door.staff_users.change, caller, target.id, Standing(role=Role.ADMIN), HERE),
        }
        assert outcomes == {"permission_denied"}, role


def test_what_staff_did_is_written_down(door, boss):
    user = door.someone()
    block = door.blocking.block_network(boss, "198.51.100.0/24", "a scan", None, HERE)
    door.blocking.lift(boss, block.id, HERE)
    door.staff_users.change(boss, user.id, Standing(role=Role.SUPPORT), HERE)
    page = door.watching.staff_actions(boss, StaffActionFilter(staff_id=boss.user_id), ALL)
    assert [(row.action, row.subject, dict(row.details)) for row in page.items] == [
        ("change_user", f"user:{user.id}", {"is_staff": "False -> True", "role": "CUSTOMER -> SUPPORT"}),
        ("lift_block", "ip:198.51.100.0/24", {}),
        ("block", "ip:198.51.100.0/24", {"reason": "a scan", "until": ""}),
    ]
    only = door.watching.staff_actions(boss, StaffActionFilter(action="block"), ALL)
    assert [row.action for row in only.items] == ["block"]
    assert door.watching.staff_actions(boss, StaffActionFilter(staff_id=user.id), ALL).items == ()
