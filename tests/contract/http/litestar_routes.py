"""One route of each kind that the shop itself has not: an upload, a stream, a socket, and pages with a session."""

from collections.abc import AsyncGenerator
from functools import partial
from hashlib import sha256
from pathlib import Path
from threading import current_thread
from typing import Any

import msgspec
from litestar import Controller, WebSocket, get, post, websocket
from litestar.config.app import AppConfig
from litestar.config.csrf import CSRFConfig
from litestar.datastructures import UploadFile
from litestar.middleware import DefineMiddleware
from litestar.middleware.csrf import CSRFMiddleware
from litestar.middleware.session.client_side import CookieBackendConfig
from litestar.params import MultipartBody, URLEncodedBody
from litestar.plugins import InitPlugin
from litestar.plugins.jinja import JinjaTemplateEngine
from litestar.response import Redirect, Stream, Template
from litestar.template import TemplateConfig

from shop_domain.staff.permissions import Permission
from shop_http.dependencies import CurrentCaller, Threads
from shop_http.guards import public, staff, user
from shop_http.request_body import UPLOAD_LIMIT
from shop_http.thread_pools import ThreadPools
from shop_http.threaded_routes import ShopRequest

PATH = "/api/v1/admin/kinds"
SECRET = sha256(b"a secret that only tests know").digest()
SESSION = CookieBackendConfig(secret=SECRET, key="pages", samesite="strict", httponly=True, path="/pages")
CSRF = CSRFConfig(secret=SECRET.hex(), cookie_path="/pages", cookie_httponly=True)


class StoredOut(msgspec.Struct, frozen=True):
    """What came of an upload, and which thread looked at it."""

    name: str
    size: int
    digest: str
    thread: str


class KindController(Controller):
    """Routes that stay on the event loop, with what blocks in a thread."""

    path = PATH
    tags = ["Kinds"]

    @post(
        "/upload/",
        guards=[staff(Permission.CATALOG)],
        operation_id="Upload",
        audits="none",
        dto=None,
        request_max_body_size=UPLOAD_LIMIT,
    )
    async def upload(self, data: MultipartBody[UploadFile], thread_pools: Threads) -> StoredOut:
        """Take a file in."""
        content = await data.read()
        return await thread_pools.run_blocking(partial(_digest, data.filename, content))

    @get("/stream/", guards=[staff(Permission.CATALOG)], operation_id="Stream", media_type="text/csv")
    async def stream(self, thread_pools: Threads) -> Stream:
        """Give rows, a page at a time."""
        return Stream(_rows(thread_pools), media_type="text/csv")

    @websocket("/live/", guards=[user])
    async def live(self, socket: WebSocket[Any, Any, Any], caller: CurrentCaller) -> None:
        """Say who calls, and whatever they say."""
        await socket.accept()
        await socket.send_json({"user": str(caller.signed_in.user_id), "ip": caller.client.ip_address})
        await socket.send_text(await socket.receive_text())
        await socket.close()


class SignInForm(msgspec.Struct):
    """What the page's form says."""

    email: str


class PageController(Controller):
    """Pages, which alone have sessions and tokens against forged forms; they run in a thread like any plain route."""

    path = "/pages"
    tags = ["Pages"]
    middleware = [SESSION.middleware, DefineMiddleware(CSRFMiddleware, config=CSRF)]
    include_in_schema = False
    dto = None

    @get("/", guards=[public])
    def show(self, request: ShopRequest) -> Template:
        """Greet whoever signed in."""
        who, thread = request.session.get("email"), current_thread().name
        return Template("page.html.jinja", context={"who": who, "thread": thread})

    @post("/", guards=[public], status_code=303)
    def sign_in(self, request: ShopRequest, data: URLEncodedBody[SignInForm]) -> Redirect:
        """Remember somebody."""
        request.session["email"] = data.email
        return Redirect("/pages/", status_code=303)


class Templates(InitPlugin):
    """Where the pages' templates are."""

    def on_app_init(self, app_config: AppConfig) -> AppConfig:
        app_config.template_config = TemplateConfig(directory=Path(__file__).parent, engine=JinjaTemplateEngine)
        return app_config


def _digest(name: str, content: bytes) -> StoredOut:
    return StoredOut(
        name=name, size=len(content), digest=sha256(content).hexdigest(), thread=current_thread().name.partition("-")[0]
    )


async def _rows(thread_pools: ThreadPools) -> AsyncGenerator[bytes, None]:
    yield b"number,thread\r\n"
    for page in range(3):
        yield await thread_pools.run_blocking(partial(_page, page))


def _page(number: int) -> bytes:
    return f"{number},{current_thread().name.partition('-')[0]}\r\n".encode()
