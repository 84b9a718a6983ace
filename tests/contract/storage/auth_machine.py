"""People and thieves at the door; what everybody holds is compared with a plain account of what they should hold."""

from collections import defaultdict
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, TypeVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from shop_domain.accounts.one_time_token import Purpose
from shop_domain.auth.blocks import block_subject
from shop_domain.auth.model import ClientInfo, SessionId, TokenPair
from shop_domain.auth.service.sign_in import LoginResult
from shop_domain.auth.session_check import check_session
from shop_domain.kernel.errors import ShopError
from shop_domain.staff.account_status import AccountStatusChange
from tests.auth_driver import PASSWORD, AuthDriver, a_form, client_at, error_code_of
from tests.contract.storage.expected_sessions import ExpectedSession, is_same_client

T = TypeVar("T")
WINDOW = timedelta(minutes=15)
GRACE = timedelta(seconds=10)
CAP, BY_IP, BY_USER = 3, 5, 3
CLIENTS = (client_at("203.0.113.7"), client_at("203.0.113.99", "curl/8"), client_at("198.51.100.1"))
NAMES = ("ana", "eva")
clients = st.sampled_from(CLIENTS)
names = st.sampled_from(NAMES)


class AuthMachine(RuleBasedStateMachine):
    """Two people, three clients, everything that can be done at the door."""

    def open_store(self) -> Any:
        raise NotImplementedError

    def extra_settings(self) -> dict[str, Any]:
        """Say what else the door is set up with."""
        return {}

    @initialize()
    def start(self) -> None:
        self.store = self.open_store()
        limits: dict[str, Any] = {
            "register_ip_max_attempts": 0,
            "email_verification_max_attempts": 0,
            "password_reset_max_attempts": 0,
        }
        policy: dict[str, Any] = {"session_max_per_user": CAP, "session_force_logout_on_suspicious_activity": False}
        self.auth = AuthDriver(self.store, **limits, **policy, **self.extra_settings())
        self.users = {name: self.auth.a_verified_user(name) for name in NAMES}
        self.passwords: dict[str, str] = dict.fromkeys(NAMES, PASSWORD)
        self.admin = self.auth.an_admin()
        self.known: dict[SessionId, ExpectedSession] = {}
        self.failures: dict[str, list[datetime]] = defaultdict(list)
        self.rows = len(self.auth.attempts())

    @rule(name=names, client=clients, right=st.booleans())
    def log_in(self, name: str, client: ClientInfo, right: bool) -> None:
        ip, password = client.ip_address, self.passwords[name] if right else "wrong"
        full = len(self._recent(ip)) >= BY_IP or len(self._recent(name)) >= BY_USER
        outcome = self._answer(lambda: self.auth.log_in(name, client, password))
        if full:
            assert outcome == "rate_limited"
        elif not right:
            assert outcome == "invalid_credentials"
            for key in (ip, name):
                self.failures[key].append(self.auth.now)
        else:
            assert isinstance(outcome, LoginResult)
            self.failures[name].clear()
            self._end_oldest(name)
            now = self.auth.now
            self.known[outcome.session_id] = ExpectedSession(
                name=name, pairs=[outcome.tokens], last_activity=now, rotated_at=now
            )
        self.rows += 1

    @rule(name=names, times=st.integers(2, CAP + 1))
    def log_in_again_and_again(self, name: str, times: int) -> None:
        for _ in range(times):
            self.log_in(name, CLIENTS[0], right=True)
            self.auth.advance(1)

    @rule(client=clients)
    def guess_at_unknown_email(self, client: ClientInfo) -> None:
        full = len(self._recent(client.ip_address)) >= BY_IP
        assert error_code_of(self.auth.log_in, "nobody", client) == ("rate_limited" if full else "invalid_credentials")
        if not full:
            self.failures[client.ip_address].append(self.auth.now)
        self.rows += 1

    @precondition(lambda self: self.known)
    @rule(data=st.data(), client=clients)
    def refresh(self, data: st.DataObject, client: ClientInfo) -> None:
        session, place = self._some_pair(data)
        newest = len(session.pairs) - 1
        lost = place == newest - 1 and not session.pair_used and self.auth.now - session.rotated_at <= GRACE
        again = lost and is_same_client(session.rotated_for, client)
        outcome = self._answer(lambda: self.auth.tokens.refresh(session.pairs[place].refresh, client))
        self.rows += 1
        if not session.is_active:
            assert outcome == "session_terminated"
        elif place == newest:
            assert isinstance(outcome, TokenPair)
            session.pairs.append(outcome)
            session.rotated_at = session.last_activity = self.auth.now
            session.rotated_for, session.pair_used = client, False
        elif again:
            assert outcome == session.pairs[newest]
        else:
            assert outcome == "token_reused"
            session.is_active = False

    @precondition(lambda self: self.known)
    @rule(data=st.data(), client=clients)
    def use_an_access_token(self, data: st.DataObject, client: ClientInfo) -> None:
        session, place = self._some_pair(data)
        assert error_code_of(self.auth.authenticate, session.pairs[place].access, client) == self._expected(
            session, place
        )
        if session.is_active and place == len(session.pairs) - 1 and self._is_fresh(session):
            session.pair_used = True
            if self.auth.now - session.last_activity >= timedelta(minutes=1):
                session.last_activity = self.auth.now

    @precondition(lambda self: self.known)
    @rule(data=st.data())
    def log_out(self, data: st.DataObject) -> None:
        session, place = self._some_pair(data)
        self.auth.tokens.logout(session.pairs[place].refresh, CLIENTS[0], None)
        self.rows += session.is_active
        session.is_active = False

    @precondition(lambda self: self._fresh())
    @rule(data=st.data(), what=st.sampled_from(["others", "password", "one"]))
    def act_when_logged_in(self, data: st.DataObject, what: str) -> None:
        session_id = data.draw(st.sampled_from(sorted(self._fresh())))
        mine = self.known[session_id]
        caller = self.auth.authenticate(mine.pairs[-1].access)
        mine.pair_used, mine.last_activity = True, max(mine.last_activity, self._recorded(mine))
        others = [other for key, other in self.known.items() if other.name == mine.name and key != session_id]
        if what == "others":
            assert self.auth.sessions.deactivate_others(caller, CLIENTS[0]) == sum(other.is_active for other in others)
        elif what == "password":
            new = f"Next-Pass-{len(self.auth.attempts())}"
            self.auth.passwords.change(caller, self.passwords[mine.name], new, CLIENTS[0])
            self.passwords[mine.name] = new
            self.rows += 1
        else:
            self.auth.sessions.deactivate(caller, session_id, CLIENTS[0])
            others, mine.is_active = [], False
        for other in others:
            other.is_active = False

    @precondition(lambda self: self._fresh())
    @rule(data=st.data())
    def fail_when_logged_in(self, data: st.DataObject) -> None:
        mine = self.known[data.draw(st.sampled_from(sorted(self._fresh())))]
        caller = self.auth.authenticate(mine.pairs[-1].access)
        mine.pair_used, mine.last_activity = True, max(mine.last_activity, self._recorded(mine))
        password, here = self.passwords[mine.name], CLIENTS[0]
        assert error_code_of(self.auth.passwords.change, caller, password, "12345", here) == "invalid"
        for address in ("no address", *(f"{name}@example.com" for name in NAMES)):
            assert error_code_of(self.auth.email_change.request, caller, address, password, here) == "invalid"
        self.rows += 2 + len(NAMES)

    @rule(name=names, client=clients)
    def leave_something_out(self, name: str, client: ClientInfo) -> None:
        assert error_code_of(self.auth.sign_in.login, f"{name}@example.com", "", client) == "required_fields"
        assert error_code_of(self.auth.passwords.request_reset, "no address", client) == "invalid"
        assert error_code_of(self.auth.registration.resend_verification, "no address", client) == "invalid"
        assert error_code_of(self.auth.registration.register, a_form(name), client) == "invalid"
        self.auth.registration.resend_verification(f"{name}@example.com", client)
        self.rows += 5

    @rule(name=names)
    def reset_a_password(self, name: str) -> None:
        self.auth.passwords.request_reset(f"{name}@example.com", CLIENTS[0])
        link = self.auth.newest_link(self.users[name].id, Purpose.PASSWORD_RESET)
        new = f"Reset-Pass-{len(self.auth.attempts())}"
        assert error_code_of(self.auth.passwords.confirm_reset, link, "12345", CLIENTS[0]) == "invalid"
        self.auth.passwords.confirm_reset(link, new, CLIENTS[0])
        assert error_code_of(self.auth.passwords.confirm_reset, link, new, CLIENTS[0]) == "token_used"
        self.passwords[name] = new
        self.failures[name].clear()
        self._end_all(name)
        self.rows += 4

    @rule(name=names)
    def disable_and_enable_an_account(self, name: str) -> None:
        for is_active in (False, True):
            self.auth.user_administration.change(
                self.admin, self.users[name].id, AccountStatusChange(is_active=is_active), CLIENTS[0]
            )
        self._end_all(name)

    @rule(seconds=st.sampled_from([0.001, 1, 9, 11, 61, 400, 899, 901]))
    def let_time_pass(self, seconds: float) -> None:
        self.auth.advance(seconds)

    @rule()
    def clean_up_and_extend_chain(self) -> None:
        self.auth.cleanup.clean_up()
        self.auth.audit_chain.extend()
        assert self.auth.audit_chain.verify() is None

    @invariant()
    def only_the_newest_pair_of_a_session_that_lives_opens_anything(self) -> None:
        for session in getattr(self, "known", {}).values():
            for place, pair in enumerate(session.pairs):
                assert self._peek(pair.access) == self._expected(session, place)

    @invariant()
    def nobody_has_more_sessions_than_allowed(self) -> None:
        for name, user in getattr(self, "users", {}).items():
            alive = sum(session.is_active for session in self.known.values() if session.name == name)
            assert self.auth.active_sessions(user.id) == alive <= CAP

    @invariant()
    def no_window_holds_more_guesses_than_allowed(self) -> None:
        for key, times in getattr(self, "failures", {}).items():
            most = BY_USER if key in NAMES else BY_IP
            assert all(sum(start <= t < start + WINDOW for t in times) <= most for start in times)

    @invariant()
    def every_attempt_has_one_row(self) -> None:
        if hasattr(self, "rows"):
            assert len(self.auth.attempts()) == self.rows

    def teardown(self) -> None:
        if hasattr(self, "auth"):
            self.auth.close()
            self.close_store()

    def close_store(self) -> None:
        """Close what open_store opened."""

    def _recent(self, key: str) -> list[datetime]:
        return [time for time in self.failures[key] if time > self.auth.now - WINDOW]

    def _end_oldest(self, name: str) -> None:
        alive = [session for session in self.known.values() if session.name == name and session.is_active]
        if len(alive) >= CAP:
            in_order = list(self.known.values())
            min(alive, key=lambda session: (session.last_activity, in_order.index(session))).is_active = False

    def _end_all(self, name: str) -> None:
        for session in self.known.values():
            session.is_active = session.is_active and session.name != name

    def _some_pair(self, data: st.DataObject) -> tuple[ExpectedSession, int]:
        session = self.known[data.draw(st.sampled_from(sorted(self.known)))]
        return session, data.draw(st.integers(max(0, len(session.pairs) - 3), len(session.pairs) - 1))

    def _is_fresh(self, session: ExpectedSession) -> bool:
        return self.auth.now < session.rotated_at.replace(microsecond=0) + WINDOW + timedelta(seconds=5)

    def _fresh(self) -> list[SessionId]:
        return [key for key, session in self.known.items() if session.is_active and self._is_fresh(session)]

    def _recorded(self, session: ExpectedSession) -> datetime:
        return self.auth.now if self.auth.now - session.last_activity >= timedelta(minutes=1) else session.last_activity

    def _expected(self, session: ExpectedSession, place: int) -> str:
        issued = session.rotated_at if place == len(session.pairs) - 1 else None
        if issued is not None and not self._is_fresh(session):
            return "token_not_valid"
        if issued is None and self._is_expired(session.pairs[place]):
            return "token_not_valid"
        if not session.is_active:
            return "session_terminated"
        return "ok" if issued is not None else "token_not_valid"

    def _is_expired(self, pair: TokenPair) -> bool:
        return error_code_of(self.auth.container.access_tokens().read, pair.access, self.auth.now) != "ok"

    @staticmethod
    def _answer(act: Callable[[], T]) -> T | str:
        try:
            return act()
        except ShopError as refusal:
            return refusal.code

    def _peek(self, access: str) -> str:
        """Say what a token opens, without presenting it."""
        tokens, now = self.auth.container.access_tokens(), self.auth.now
        try:
            claims = tokens.read(access, now)
            with self.store.read() as tx:
                found = tx.session_reader.check(claims.session_id, block_subject(CLIENTS[0], now))
            newest = found is not None and tokens.belongs_to(claims, found.generation)
            check_session(claims, found, now, is_newest=newest)
        except ShopError as refusal:
            return refusal.code
        return "ok"
