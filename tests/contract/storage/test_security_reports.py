"""What staff see of the door and do about it, on every storage."""

from datetime import timedelta

import pytest
from uuid_utils.compat import uuid7

from shop_domain.accounts.model import Role, UserId
from shop_domain.auth.attempts import AttemptType
from shop_domain.auth.blocks import BlockId
from shop_domain.kernel.errors import InvalidFields
from shop_domain.kernel.paging import PageRequest
from shop_domain.staff.account_status import AccountStatusChange
from shop_domain.staff.audit_log import AuditLogFilter
from shop_domain.staff.security_reports import AttemptFilter, AttemptsInPeriod, FailureCount, SessionFilter, UserFilter
from tests.auth_driver import HERE, NOON, AuthDriver, a_form, client_at, error_code_of

ALL = PageRequest(size=100)
ELSEWHERE = client_at("198.51.100.1")


@pytest.fixture
def door(store):
    door = AuthDriver(store, session_force_logout_on_suspicious_activity=False)
    yield door
    door.close()


def seen(door, boss, **wanted):
    page = door.security_monitoring.attempts(boss, AttemptFilter(**wanted), ALL)
    assert page.count == len(page.items)
    return [(row.attempt_type.value, row.identifier, row.failure_reason) for row in page.items]


def test_attempts_are_found_by_each_filter(door, boss):
    user = door.a_verified_user()
    door.advance(60)
    error_code_of(door.log_in, "test", ELSEWHERE, "wrong")
    error_code_of(door.log_in, "nobody", HERE, "wrong")
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
        error_code_of(door.tokens.refresh, f"x{n}", HERE)
    wanted = AttemptFilter(attempt_type=AttemptType.REFRESH)
    whole = [row.id for row in door.security_monitoring.attempts(boss, wanted, ALL).items]
    first = door.security_monitoring.attempts(boss, wanted, PageRequest(size=3))
    error_code_of(door.tokens.refresh, "later", HERE)
    second = door.security_monitoring.attempts(boss, wanted, PageRequest(size=3, cursor=first.next, with_count=False))
    third = door.security_monitoring.attempts(boss, wanted, PageRequest(size=3, cursor=second.next))
    assert [row.id for page in (first, second, third) for row in page.items] == whole
    assert (third.next, second.count, third.count) == (None, None, 8)
    back = door.security_monitoring.attempts(boss, wanted, PageRequest(size=3, cursor=third.previous))
    assert back.items == second.items
    assert door.security_monitoring.attempts(boss, wanted, PageRequest(size=3, number=2)).items[-1].id == whole[4]


def test_sessions_of_everybody_are_seen_and_can_be_ended(door, boss):
    user = door.a_verified_user()
    entered = door.log_in("test", ELSEWHERE)

    def listed(**wanted):
        return [s.id for s in door.security_monitoring.sessions(boss, SessionFilter(now=door.now, **wanted), ALL).items]

    assert listed(user_id=user.id) == listed(ip="198.51.100.1") == [entered.session_id]
    assert set(listed(active=True)) == {entered.session_id, boss.session_id}
    door.security_monitoring.end_session(boss, entered.session_id, HERE)
    assert error_code_of(door.authenticate, entered.tokens.access) == "session_terminated"
    assert listed(active=False) == [entered.session_id]
    assert error_code_of(door.security_monitoring.end_session, boss, entered.session_id, HERE) == "session_not_found"


def test_stats_show_when_and_where_logins_are_attempted(door, boss):
    door.a_verified_user()
    for _ in range(2):
        error_code_of(door.log_in, "test", ELSEWHERE, "wrong")
    door.advance(3600)
    error_code_of(door.log_in, "nobody", HERE, "wrong")
    stats = door.security_monitoring.stats(boss, None)
    assert stats.by_hour == (
        AttemptsInPeriod(start="2026-05-01T12:00:00Z", succeeded=3, failed=2),
        AttemptsInPeriod(start="2026-05-01T13:00:00Z", succeeded=0, failed=1),
    )
    assert stats.by_day == (AttemptsInPeriod(start="2026-05-01T00:00:00Z", succeeded=3, failed=3),)
    assert stats.by_type == (FailureCount(name="LOGIN", failed=3),)
    assert stats.by_reason == (FailureCount(name="invalid_credentials", failed=3),)
    assert stats.top_ips == (FailureCount(name="198.51.100.1", failed=2), FailureCount(name=HERE.ip_address, failed=1))
    assert stats.top_accounts == (
        FailureCount(name="test@example.com", failed=2),
        FailureCount(name="nobody@example.com", failed=1),
    )
    assert (stats.active_sessions, stats.blocks_in_force) == (1, 0)
    assert door.security_monitoring.stats(boss, door.now).by_day == (
        AttemptsInPeriod(start="2026-05-01T00:00:00Z", succeeded=0, failed=1),
    )


@pytest.mark.parametrize("network", ["198.51.100.1", "198.51.100.0/24", "198.51.0.0/16"])
def test_a_blocked_network_is_refused_everywhere(door, boss, network):
    user = door.a_verified_user()
    entered = door.log_in("test", ELSEWHERE)
    block = door.blocking.block_network(boss, network, "a scan", None, HERE)
    assert error_code_of(door.authenticate, entered.tokens.access, ELSEWHERE) == "blocked"
    assert error_code_of(door.authenticate, entered.tokens.access, HERE) == "ok"
    assert error_code_of(door.log_in, "test", ELSEWHERE) == "blocked"
    assert error_code_of(door.registration.register, a_form("new"), ELSEWHERE) == "blocked"
    assert error_code_of(door.passwords.request_reset, user.email, ELSEWHERE) == "blocked"
    door.blocking.lift(boss, block.id, HERE)
    assert error_code_of(door.authenticate, entered.tokens.access, ELSEWHERE) == "ok"
    assert error_code_of(door.blocking.lift, boss, block.id, HERE) == "block_not_found"


def test_a_block_ends_by_itself_at_its_time(door, boss):
    door.a_verified_user()
    door.blocking.block_network(boss, "198.51.100.1", "a scan", door.now + timedelta(hours=1), HERE)
    assert error_code_of(door.log_in, "test", ELSEWHERE) == "blocked"
    door.advance(3600)
    assert error_code_of(door.log_in, "test", ELSEWHERE) == "ok"
    assert door.blocking.list(boss, ALL, in_force=True).items == ()
    assert door.blocking.list(boss, ALL, in_force=False).count == 1


def test_a_blocked_user_is_out_at_once_and_back_when_the_block_is_lifted(door, boss):
    user = door.a_verified_user()
    entered = door.log_in()
    block = door.blocking.block_user(boss, user.id, "fraud", None, HERE)
    assert error_code_of(door.authenticate, entered.tokens.access) == "session_terminated"
    assert error_code_of(door.log_in) == "blocked"
    assert error_code_of(door.log_in, "test", HERE, "wrong") == "invalid_credentials"
    door.blocking.lift(boss, block.id, HERE)
    assert error_code_of(door.log_in) == "ok"


@pytest.mark.parametrize(
    ("network", "until"), [("nonsense", None), ("10.0.0.0/8", None), ("", None), ("198.51.100.1", NOON)]
)
def test_what_cannot_be_blocked_is_refused(door, boss, network, until):
    assert error_code_of(door.blocking.block_network, boss, network, "x", until, HERE) == "invalid"
    assert error_code_of(door.blocking.block_user, boss, boss.user_id, "x", None, HERE) == "cannot_change_self"
    assert error_code_of(door.blocking.block_user, boss, UserId(uuid7()), "x", None, HERE) == "invalid"
    assert error_code_of(door.blocking.lift, boss, BlockId(uuid7()), HERE) == "block_not_found"


def test_a_disabled_account_is_out_at_once_and_no_link_enables_it(door, boss):
    user = door.a_verified_user()
    entered = door.log_in()
    shut = door.user_administration.change(boss, user.id, AccountStatusChange(is_active=False), HERE)
    assert (shut.is_active, shut.disabled_at) == (False, NOON)
    assert error_code_of(door.authenticate, entered.tokens.access) == "session_terminated"
    assert error_code_of(door.log_in) == "inactive_account"
    door.passwords.request_reset(user.email, HERE)
    assert "PasswordResetRequested" not in door.events()
    opened = door.user_administration.change(boss, user.id, AccountStatusChange(is_active=True), HERE)
    assert (opened.is_active, opened.disabled_at) == (True, None)
    assert error_code_of(door.log_in) == "ok"


def test_a_role_holds_from_the_next_request_on(door, boss):
    user = door.a_verified_user()
    tokens = door.log_in().tokens
    assert not door.authenticate(tokens.access).is_staff
    door.user_administration.change(boss, user.id, AccountStatusChange(role=Role.WAREHOUSE), HERE)
    assert (door.authenticate(tokens.access).is_staff, door.authenticate(tokens.access).role) == (True, Role.WAREHOUSE)
    door.user_administration.change(boss, user.id, AccountStatusChange(is_staff=False), HERE)
    assert (door.authenticate(tokens.access).is_staff, door.authenticate(tokens.access).role) == (False, Role.CUSTOMER)
    door.user_administration.change(boss, user.id, AccountStatusChange(is_staff=True), HERE)
    assert door.authenticate(tokens.access).role is Role.STAFF
    with pytest.raises(InvalidFields):
        door.user_administration.change(boss, user.id, AccountStatusChange(is_staff=False, role=Role.ADMIN), HERE)
    assert (
        error_code_of(door.user_administration.change, boss, boss.user_id, AccountStatusChange(is_active=False), HERE)
        == "cannot_change_self"
    )
    assert (
        error_code_of(door.user_administration.change, boss, UserId(uuid7()), AccountStatusChange(), HERE)
        == "user_not_found"
    )


def test_accounts_are_found_by_each_filter(door, boss):
    user = door.a_verified_user("ana")

    def found(**wanted):
        return [person.id for person in door.user_administration.list(boss, UserFilter(**wanted), ALL).items]

    assert found() == [user.id, boss.user_id]
    assert found(search="ANA@") == found(search="anauser") == found(is_staff=False) == [user.id]
    assert found(search="test person") == [user.id]
    assert found(role=Role.ADMIN) == found(is_staff=True) == [boss.user_id]
    assert found(search="%") == found(search="_n_") == found(is_active=False) == []


@pytest.mark.parametrize("search", ["Émile", "ÉMILE", "émile", "weiß", "WEISS", "Émile Weiß", "e\u0301mile"])
def test_accounts_are_found_by_their_names_in_capitals_or_not_whatever_the_letters(door, boss, search):
    user = door.registration.register(a_form("x", first_name="Émile", last_name="Weiß"), HERE)
    assert [one.id for one in door.user_administration.list(boss, UserFilter(search=search), ALL).items] == [user.id]


def test_only_the_permitted_see_and_do_any_of_this(door, boss):
    user = door.a_verified_user()
    target = door.a_verified_user("other")
    for role in (Role.CUSTOMER, Role.STAFF, Role.SUPPORT, Role.CATALOG, Role.WAREHOUSE):
        door.user_administration.change(boss, user.id, AccountStatusChange(role=role), HERE)
        caller = door.authenticate(door.log_in().tokens.access)
        outcomes = {
            error_code_of(door.security_monitoring.attempts, caller, AttemptFilter(), ALL),
            error_code_of(door.security_monitoring.sessions, caller, SessionFilter(now=door.now), ALL),
            error_code_of(door.security_monitoring.stats, caller, None),
            error_code_of(door.security_monitoring.audit_log, caller, AuditLogFilter(), ALL),
            error_code_of(door.security_monitoring.end_session, caller, boss.session_id, HERE),
            error_code_of(door.blocking.list, caller, ALL, in_force=True),
            error_code_of(door.blocking.block_network, caller, "198.51.100.1", "x", None, HERE),
            error_code_of(door.blocking.block_user, caller, target.id, "x", None, HERE),
            error_code_of(door.user_administration.list, caller, UserFilter(), ALL),
            error_code_of(
                door.user_administration.change, caller, target.id, AccountStatusChange(role=Role.ADMIN), HERE
            ),
        }
        assert outcomes == {"permission_denied"}, role


def test_what_staff_did_is_in_the_audit_log(door, boss):
    user = door.a_verified_user()
    block = door.blocking.block_network(boss, "198.51.100.0/24", "a scan", None, HERE)
    door.blocking.lift(boss, block.id, HERE)
    door.user_administration.change(boss, user.id, AccountStatusChange(role=Role.SUPPORT), HERE)
    page = door.security_monitoring.audit_log(boss, AuditLogFilter(staff_id=boss.user_id), ALL)
    assert [(row.action, row.subject, dict(row.details)) for row in page.items] == [
        ("change_user", f"user:{user.id}", {"is_staff": "False -> True", "role": "CUSTOMER -> SUPPORT"}),
        ("lift_block", "ip:198.51.100.0/24", {}),
        ("block", "ip:198.51.100.0/24", {"reason": "a scan", "until": ""}),
    ]
    only = door.security_monitoring.audit_log(boss, AuditLogFilter(action="block"), ALL)
    assert [row.action for row in only.items] == ["block"]
    assert door.security_monitoring.audit_log(boss, AuditLogFilter(staff_id=user.id), ALL).items == ()
