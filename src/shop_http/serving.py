"""Serve one path: pick the method, take the body in, and run the handler in a worker thread."""

from collections.abc import Mapping
from typing import Final, cast

from litestar.types import Receive, Scope, Send
from structlog.contextvars import bind_contextvars

from shop_domain.auth.model import AuthenticatedUser
from shop_domain.kernel.errors import ErrorKind, ShopError
from shop_http.answers import JSON, RawHeaders, Reply, Sent, encode, raw_headers
from shop_http.authentication import Caller, SessionChecker, parse_bearer, parse_guest_key, parse_guest_key_or_none
from shop_http.binding import Binding
from shop_http.errors import MethodNotAllowed, UnsupportedMediaType
from shop_http.etags import NotModified, etag_matches
from shop_http.exchange import Exchange
from shop_http.guards import Access, check_access
from shop_http.idempotency import Idempotency
from shop_http.receiving import check_json, check_plain, has_no_body, is_silent, read_body
from shop_http.staff_work import StaffWork
from shop_http.workers import Lanes

NO_STORE: Final = (b"cache-control", b"no-store")


class PathHandler:
    """Everything that one path answers to."""

    def __init__(
        self,
        bindings: Mapping[str, Binding],
        workers: Lanes,
        sessions: SessionChecker,
        once: Idempotency,
        staff_work: StaffWork,
    ) -> None:
        """Serve these handlers, by method; HEAD is GET without its content."""
        self._bindings = bindings
        self._workers = workers
        self._sessions = sessions
        self._once = once
        self._staff_work = staff_work
        methods = {*bindings, "OPTIONS", *(["HEAD"] if "GET" in bindings else [])}
        self.allow = ", ".join(sorted(methods))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; refusals are left to the edge."""
        exchange = exchange_of(scope)
        method = exchange.method
        if method == "OPTIONS":
            await send_answer(send, Sent(204, ((b"allow", self.allow.encode()), NO_STORE), b""))
            return
        binding = self._bindings.get("GET" if method == "HEAD" else method)
        if binding is None:
            raise MethodNotAllowed(self.allow)
        await self._receive(binding, exchange, receive)
        if binding.endpoint.blocking:
            answer = await self._workers.run(binding.endpoint.lane, lambda: self._serve(binding, exchange))
        else:
            answer = self._serve(binding, exchange)
        await send_answer(send, answer, without_body=method == "HEAD")

    async def _receive(self, binding: Binding, exchange: Exchange, receive: Receive) -> None:
        """Take the body in; what it is in the wrong form for is told after it is known who asks."""
        if binding.is_mute:
            await _receive_unasked(binding, exchange, receive)
        if binding.body is None and not binding.raw:
            return
        try:
            check_plain(exchange.headers)
            if binding.body is not None:
                check_json(exchange.headers)
        except UnsupportedMediaType as refusal:
            exchange.unfit = refusal
            return
        if binding.body is not None and has_no_body(exchange.headers):
            exchange.body = b"{}"
        elif exchange.method not in {"GET", "HEAD"}:
            exchange.body = await read_body(receive, exchange.headers, binding.endpoint.body_limit)

    def _serve(self, binding: Binding, exchange: Exchange) -> Sent:
        """Do everything that may block, in one thread: who is it, what do they say, what is the answer."""
        bind_contextvars(request_id=exchange.request_id)
        exchange.caller = self._caller(binding.endpoint.access, exchange)
        self._staff_work.admit(binding.endpoint, exchange.caller)
        if exchange.unfit is not None:
            raise exchange.unfit
        binding.read(exchange)
        if not binding.endpoint.idempotent:
            answer = _answer(binding, exchange)
        else:
            answer = self._once.run(exchange, lambda: answer_of(binding, exchange, binding.call(exchange)))
        self._staff_work.note(binding.endpoint, exchange.caller, exchange.path)
        return answer

    def _caller(self, access: Access, exchange: Exchange) -> Caller:
        if access is Access.PUBLIC:
            return exchange.caller
        if access is Access.ANYBODY:
            user, key = self._user_if_good(exchange), parse_guest_key_or_none(exchange.header(b"x-session-key"))
            return Caller(user=user, guest_key=key, client=exchange.client, request_id=exchange.request_id)
        user = self._user(exchange)
        check_access(access, user)
        guest_key = parse_guest_key(exchange.header(b"x-session-key"))
        return Caller(user=user, guest_key=guest_key, client=exchange.client, request_id=exchange.request_id)

    def _user(self, exchange: Exchange) -> AuthenticatedUser | None:
        token = parse_bearer(exchange.header(b"authorization"))
        return None if token is None else self._sessions.check(token, exchange.client)

    def _user_if_good(self, exchange: Exchange) -> AuthenticatedUser | None:
        """Somebody who signs in or out may well hold a token that is dead by now."""
        try:
            return self._user(exchange)
        except ShopError as refusal:
            if refusal.kind in {ErrorKind.UNAUTHENTICATED, ErrorKind.FORBIDDEN}:
                return None
            raise


async def _receive_unasked(binding: Binding, exchange: Exchange, receive: Receive) -> None:
    """Take in what a route has no use for, so that it can be refused by name; nothing at all is fine in any form."""
    if is_silent(exchange.headers):
        return
    exchange.body = (await read_body(receive, exchange.headers, binding.endpoint.body_limit)).strip()
    try:
        check_plain(exchange.headers)
        if exchange.body and b"content-type" in exchange.headers:
            check_json(exchange.headers)
    except UnsupportedMediaType as refusal:
        exchange.unfit = refusal


def _answer(binding: Binding, exchange: Exchange) -> Sent:
    try:
        return answer_of(binding, exchange, binding.call(exchange))
    except NotModified as known:
        return Sent(304, (*_caching(binding), (b"etag", known.etag.encode())), b"")


def answer_of(binding: Binding, exchange: Exchange, result: object) -> Sent:
    """Encode what a handler answered; where the client holds that version already, leave the content out."""
    reply = cast("Reply[object]", result) if isinstance(result, Reply) else Reply(result)
    headers = (*_caching(binding), *raw_headers(reply.headers))
    if reply.etag is not None:
        headers = (*headers, (b"etag", reply.etag.encode()))
        if binding.endpoint.method == "GET" and etag_matches(reply.etag, exchange.header(b"if-none-match")):
            return Sent(304, headers, b"")
    status = reply.status or binding.status
    if reply.content is None:
        return Sent(status, headers, b"")
    if isinstance(reply.content, bytes):
        return Sent(status, headers, reply.content)
    return Sent(status, (JSON, *headers), encode(reply.content))


def _caching(binding: Binding) -> RawHeaders:
    seconds = binding.endpoint.cached_for
    if seconds is None:
        return (NO_STORE,)
    return ((b"cache-control", b"public, max-age=%d" % seconds), (b"vary", b"Accept"))


async def send_answer(send: Send, answer: Sent, *, without_body: bool = False) -> None:
    """Send an answer; without its body the length is still told."""
    headers = answer.headers
    if answer.status not in {204, 304}:
        headers = (*headers, (b"content-length", b"%d" % len(answer.body)))
    await send({"type": "http.response.start", "status": answer.status, "headers": headers})
    await send({"type": "http.response.body", "body": b"" if without_body else answer.body, "more_body": False})


def exchange_of(scope: Scope) -> Exchange:
    """Give the request as the edge has prepared it."""
    exchange: Exchange = scope["state"]["exchange"]
    exchange.parameters = scope["path_params"]
    exchange.route = scope["path_template"]
    return exchange
