"""The access token: fetched once, shared by all calls, and renewed before it ends."""

import base64
import re
from threading import Lock
from typing import Final

import msgspec

from shop_adapters.payments.http_client.call_context import CallContext
from shop_adapters.payments.http_client.deadline import MonotonicClock
from shop_adapters.payments.http_client.http_transport import HttpRequest, HttpResponse
from shop_adapters.payments.http_client.resilient_client import ResilientClient
from shop_adapters.payments.paypal.account import PayPalAccount
from shop_adapters.payments.paypal.documents import Document, read, read_failure
from shop_domain.payments.gateway import Ambiguous, GatewayError, Misconfigured, NotSent

RENEW_BEFORE_SECONDS: Final = 300
_OK: Final = 200
_SENDABLE: Final = re.compile(r"[!-~]{1,8000}")


class TokenResponse(Document, frozen=True, kw_only=True):
    """PayPal's answer to right credentials."""

    access_token: str
    expires_in: int


class CachedToken(msgspec.Struct, frozen=True, kw_only=True):
    """A token, when to renew it, and when it ends."""

    text: str
    renew_at: float
    expires_at: float


class AccessTokenCache:
    """The token of one account at one base."""

    def __init__(self, account: PayPalAccount, client: ResilientClient, clock: MonotonicClock) -> None:
        self._client = client
        self._clock = clock
        self._lock = Lock()
        self._token: CachedToken | None = None
        pair = f"{account.client_id}:{account.client_secret}".encode()
        self._credentials = f"Basic {base64.b64encode(pair).decode('ascii')}"

    def get(self, context: CallContext) -> str:
        """Return a token that is good for now. Raises NotSent, Throttled and Misconfigured."""
        token = self._token
        if token is not None and self._clock() < token.renew_at:
            return token.text
        old = token if token is not None and self._clock() < token.expires_at else None
        return self._renew(context, old)

    def invalidate(self, token: str) -> None:
        """Forget a token that PayPal refused, unless it was renewed meanwhile."""
        with self._lock:
            if self._token is not None and self._token.text == token:
                self._token = None

    def _renew(self, context: CallContext, old: CachedToken | None) -> str:
        """Let one caller renew the token; the others wait, or use the old one while it lasts."""
        if not self._lock.acquire(timeout=0 if old else context.deadline.remaining()):
            if old:
                return old.text
            raise NotSent("the access token is being renewed, and that takes too long")
        try:
            return self._fetch_valid(context).text
        except GatewayError:
            if old:
                return old.text
            raise
        finally:
            self._lock.release()

    def _fetch_valid(self, context: CallContext) -> CachedToken:
        if self._token is None or self._clock() >= self._token.renew_at:
            self._token = self._fetch(context)
        return self._token

    def _fetch(self, context: CallContext) -> CachedToken:
        asked_at = self._clock()
        try:
            answer = self._client.send(self._token_request(), context)
            grant = self._parse(answer)
        except Ambiguous as error:
            # Whatever came of it, the call that needs the token was not made.
            raise NotSent(f"no access token: {error}") from error
        early = max(grant.expires_in - RENEW_BEFORE_SECONDS, grant.expires_in / 2)
        return CachedToken(text=grant.access_token, renew_at=asked_at + early, expires_at=asked_at + grant.expires_in)

    def _token_request(self) -> HttpRequest:
        return HttpRequest(
            method="POST",
            path="/v1/oauth2/token",
            headers={"Authorization": self._credentials, "Content-Type": "application/x-www-form-urlencoded"},
            body=b"grant_type=client_credentials",
            has_side_effects=False,
        )

    def _parse(self, response: HttpResponse) -> TokenResponse:
        if response.status != _OK:
            self._client.trip_circuit()
            raise Misconfigured(f"no access token: HTTP {response.status} {read_failure(response.body).code}")
        grant = read(response.body, TokenResponse)
        if not _SENDABLE.fullmatch(grant.access_token) or grant.expires_in <= 0:
            raise Ambiguous("the access token is unusable")
        return grant
