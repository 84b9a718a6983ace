"""The door of a shop on any storage, with a clock that a test turns: people who register, sign in and come back."""

import threading
import time
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

from dependency_injector import providers
from sqlalchemy import select
from uuid_utils.compat import uuid7

from shop_adapters.composition.settings import Settings, ShopEnv
from shop_adapters.composition.staff import StaffContainer
from shop_adapters.memory.store import MemoryStore
from shop_adapters.sql.accounts.tables import one_time_tokens
from shop_adapters.sql.auth.tables import security_attempts, session_activities, sessions
from shop_adapters.sql.messaging.outbox import outbox
from shop_adapters.sql.store import SqlStore
from shop_domain.accounts.model import Role, User, UserId
from shop_domain.accounts.one_time_token import Purpose, TokenId
from shop_domain.accounts.registration_form import RegistrationForm
from shop_domain.auth.errors import AttemptsInFlight
from shop_domain.auth.model import AuthenticatedUser, ClientInfo, Session, SessionId
from shop_domain.auth.service.sign_in import LoginResult
from shop_domain.kernel.errors import ShopError

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
PASSWORD = "SecurePass123!"
BROWSER = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36"
HERE = ClientInfo(ip_address="203.0.113.7", user_agent=BROWSER)


def client_at(ip_address: str, user_agent: str = BROWSER) -> ClientInfo:
    return ClientInfo(ip_address=ip_address, user_agent=user_agent)


def a_form(name: str = "test", **changed: Any) -> RegistrationForm:
    values: dict[str, Any] = {
        "email": f"{name}@example.com",
        "username": f"{name}user",
        "password": PASSWORD,
        "first_name": "Test",
        "last_name": "Person",
        "phone": "+1234567890",
    }
    return RegistrationForm(**{**values, **changed})


def a_user(name: str = "test", **changed: Any) -> User:
    values: dict[str, Any] = {
        "id": UserId(uuid7()),
        "email": f"{name}@example.com",
        "username": f"{name}user",
        "first_name": "Test",
        "last_name": "Person",
        "password_hash": "hash",
        "is_active": True,
        "email_verified_at": NOON,
        "date_joined": NOON,
        "password_changed_at": NOON,
    }
    return User(**{**values, **changed})


def any_password(*_: object) -> User:
    """Take whatever is typed for the caller's password."""
    return a_user()


def a_session(user_id: UserId, **changed: Any) -> Session:
    values: dict[str, Any] = {
        "id": SessionId(uuid7()),
        "user_id": user_id,
        "ip_address": HERE.ip_address,
        "user_agent": HERE.user_agent,
        "device_info": "Chrome on Windows",
        "created_at": NOON,
        "last_activity": NOON,
        "expires_at": NOON + timedelta(days=30),
        "refresh_hash": "0" * 64,
        "refresh_expires_at": NOON + timedelta(days=7),
        "rotated_at": NOON,
        "rotated_for": HERE,
    }
    return Session(**{**values, **changed})


def a_staff_member(store: MemoryStore | SqlStore, name: str = "clerk", role: Role = Role.ADMIN) -> AuthenticatedUser:
    """Store a member of staff who is signed in."""
    user = a_user(name, role=role, is_staff=True)
    session = a_session(user.id)
    with store.begin() as tx:
        tx.users.add(user)
    with store.begin() as tx:
        tx.sessions.add(session)
    return AuthenticatedUser(
        user_id=user.id,
        session_id=session.id,
        is_staff=True,
        role=role,
        email=user.email,
        username=user.username,
    )


class AuthDriver:
    """The services of one door. Waiting lets the clock go on by that much, unless it is real time that counts."""

    def __init__(self, store: MemoryStore | SqlStore, *, real_time: bool = False, **changed: Any) -> None:
        self.store = store
        self.now = NOON
        self._turning = threading.Lock()
        values: dict[str, Any] = {"shop_env": ShopEnv.TESTING, "secret_key": "k" * 40, "database_url": "memory:"}
        settings = Settings(**{**values, **changed})
        door = StaffContainer(
            settings=providers.Object(settings),
            clock=providers.Object(self.real_clock if real_time else lambda: self.now),
            new_id=providers.Object(uuid7),
            begin=providers.Object(store.begin),
            read=providers.Object(store.read),
        )
        if not real_time:
            door.sessions.add_kwargs(record_activity=self._record_at_once)
        self.container = door
        self.registration, self.sign_in, self.tokens = door.registration(), door.sign_in(), door.tokens()
        self.sessions, self.passwords, self.email_change = door.sessions(), door.passwords(), door.email_change()
        self.cleanup = door.session_cleanup()
        self.administrators = door.administrators()
        self.link_tokens = door.link_tokens()
        self.security_monitoring, self.blocking = door.security_monitoring(), door.blocking()
        self.second_factors = door.second_factors()
        self.user_administration, self.audit_chain = door.user_administration(), door.audit_chain()

    def close(self) -> None:
        self.container.hasher().close()

    def advance(self, seconds: float) -> None:
        with self._turning:
            self.now += timedelta(seconds=seconds)

    def a_verified_user(self, name: str = "test", *, client: ClientInfo = HERE) -> User:
        """Register somebody and follow the link."""
        user = self.registration.register(a_form(name), client)
        self.registration.verify_email(self.newest_link(user.id, Purpose.EMAIL_VERIFICATION), client)
        return user

    def log_in(self, name: str = "test", client: ClientInfo = HERE, password: str = PASSWORD) -> LoginResult:
        """Sign in, waiting for attempts in flight as the shop's HTTP side does."""
        for _ in range(100):
            with suppress(AttemptsInFlight):
                return self.sign_in.login(f"{name}@example.com", password, client, may_wait=True)
            time.sleep(0.02)
        return self.sign_in.login(f"{name}@example.com", password, client)

    def an_admin(self, name: str = "boss") -> AuthenticatedUser:
        """Appoint an administrator and sign them in."""
        self.administrators.appoint(f"{name}@example.com", name, PASSWORD)
        return self.authenticate(self.log_in(name).tokens.access)

    def authenticate(self, access: str, client: ClientInfo = HERE) -> AuthenticatedUser:
        return self.sessions.check(access, client)

    def newest_link(self, user_id: UserId, purpose: Purpose) -> str:
        """Give the secret that the newest mail of this kind to the user holds."""
        return self.link_tokens.token_of(self.links(user_id, purpose)[-1], purpose)

    def links(self, user_id: UserId, purpose: Purpose) -> list[TokenId]:
        if isinstance(self.store, MemoryStore):
            kept = self.store.state.auth.one_time_tokens
            return [link.id for link in kept if link.user_id == user_id and link.purpose is purpose]
        wanted = (one_time_tokens.c.user_id == user_id, one_time_tokens.c.purpose == purpose.value)
        return [
            row[0] for row in self._rows(select(one_time_tokens.c.id).where(*wanted).order_by(one_time_tokens.c.id))
        ]

    def events(self) -> list[str]:
        """Name the events that were told, in order."""
        if isinstance(self.store, MemoryStore):
            return [type(stored.event).__name__ for stored in self.store.state.outbox]
        return [row[0] for row in self._rows(select(outbox.c.kind).order_by(outbox.c.position))]

    def attempts(self) -> list[tuple[str, bool, str]]:
        """List what was written down: type, success, reason; in order, after what is written down behind refusals."""
        if isinstance(self.store, MemoryStore):
            kept = self.store.state.auth.attempts
            return [(row.attempt_type.value, row.success, row.failure_reason) for row in kept]
        columns = security_attempts.c
        query = select(columns.attempt_type, columns.success, columns.failure_reason).order_by(columns.id)
        return [(row[0], bool(row[1]), row[2]) for row in self._rows(query)]

    def session_events(self) -> list[str]:
        """List the turns of all sessions, in order."""
        if isinstance(self.store, MemoryStore):
            return [activity.event for activity in self.store.state.auth.session_events]
        return [row[0] for row in self._rows(select(session_activities.c.event).order_by(session_activities.c.id))]

    def active_sessions(self, user_id: UserId) -> int:
        with self.store.read() as tx:
            return tx.session_reader.count(user_id, self.now).active

    def all_sessions(self) -> int:
        if isinstance(self.store, MemoryStore):
            return len(self.store.state.auth.sessions)
        return len(self._rows(select(sessions.c.id)))

    def _rows(self, query: Any) -> list[Any]:
        with self.store.begin() as tx:
            database: Any = vars(tx)["source"]
            return list(database.execute(query))

    @staticmethod
    def real_clock() -> datetime:
        return datetime.now(UTC)

    def _record_at_once(self, session_id: SessionId, now: datetime) -> None:
        with self.store.begin() as tx:
            tx.session_maintenance.record_activity(session_id, now)


def error_code_of(act: Any, *args: Any, **named: Any) -> str:
    """Do something and give the code of its refusal; `ok` where it was not refused."""
    try:
        act(*args, **named)
    except ShopError as refusal:
        return refusal.code
    return "ok"
