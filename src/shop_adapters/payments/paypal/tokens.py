"""The access token: fetched once, shared by all calls, and renewed before it ends."""

import base64
import re
from threading import Lock
from typing import Final

import msgspec

from shop_adapters.payments.conversation import Conversation
from shop_adapters.payments.deadline import Monotonic
from shop_adapters.payments.line import Line
from shop_adapters.payments.paypal.account import PayPalAccount
from shop_adapters.payments.paypal.documents import Document, read, read_failure
from shop_adapters.payments.wire import Answer, Call
from shop_domain.payments.gateway import Ambiguous, GatewayError, Misconfigured, NotSent

EARLY_SECONDS: Final = 300
_OK: Final = 200
_SENDABLE: Final = re.compile(r"[!-~]{1,8000}")


class Grant(Document, frozen=True, kw_only=True):
    """PayPal's answer to right credentials."""

    access_token: str
    expires_in: int


class Token(msgspec.Struct, frozen=True, kw_only=True):
    """A token, when to renew it, and when it ends."""

    text: str
    renew_at: float
    ends_at: float


class AccessTokens:
    """The token of one account at one base."""

    def __init__(self, account: PayPalAccount, line: Line, monotonic: Monotonic) -> None:
        self._line = line
        self._monotonic = monotonic
        self._lock = Lock()
        self._token: Token | None = None
        pair = f"{account.client_id}:{account.client_secret}".encode()
        self._credentials = f"Basic {base64.b64encode(pair).decode('ascii')}"

    def current(self, talk: Conversation) -> str:
        """Return a token that is good for now. Raises NotSent, Throttled and Misconfigured."""
        token = self._token
        if token is not None and self._monotonic() < token.renew_at:
            return token.text
        old = token if token is not None and self._monotonic() < token.ends_at else None
        return self._renewed(talk, old)

    def drop(self, text: str) -> None:
        """Forget a token that PayPal refused, unless it was renewed meanwhile."""
        with self._lock:
            if self._token is not None and self._token.text == text:
                self._token = None

    def _renewed(self, talk: Conversation, old: Token | None) -> str:
        """Let one caller renew the token; the others wait, or use the old one while it lasts."""
        if not self._lock.acquire(timeout=0 if old else talk.deadline.remaining()):
            if old:
                return old.text
            raise NotSent("the access token is being renewed, and that takes too long")
        try:
            return self._fresh(talk).text
        except GatewayError:
            if old:
                return old.text
            raise
        finally:
            self._lock.release()

    def _fresh(self, talk: Conversation) -> Token:
        if self._token is None or self._monotonic() >= self._token.renew_at:
            self._token = self._fetched(talk)
        return self._token

    def _fetched(self, talk: Conversation) -> Token:
        asked_at = self._monotonic()
        try:
            answer = self._line.ask(self._call(), talk)
            grant = self._grant(answer)
        except Ambiguous as error:
            # Whatever came of it, the call that needs the token was not made.
            raise NotSent(f"no access token: {error}") from error
        early = max(grant.expires_in - EARLY_SECONDS, grant.expires_in / 2)
        return Token(text=grant.access_token, renew_at=asked_at + early, ends_at=asked_at + grant.expires_in)

    def _call(self) -> Call:
        return Call(
            method="POST",
            path="/v1/oauth2/token",
            headers={"Authorization": self._credentials, "Content-Type": "application/x-www-form-urlencoded"},
            body=b"grant_type=client_credentials",
            has_effect=False,
        )

    def _grant(self, answer: Answer) -> Grant:
        if answer.status != _OK:
            self._line.trip()
            raise Misconfigured(f"no access token: HTTP {answer.status} {read_failure(answer.body).code}")
        grant = read(answer.body, Grant)
        if not _SENDABLE.fullmatch(grant.access_token) or grant.expires_in <= 0:
            raise Ambiguous("the access token is unusable")
        return grant
