"""Uploads, streams, sockets, pages: the library's own ways work, behind the same guards and policies as every route."""

import asyncio
import re
from typing import Any

import pytest
from litestar import Controller, Response, get
from litestar.background_tasks import BackgroundTask
from litestar.di import NamedDependency, Provide
from litestar.exceptions import ImproperlyConfiguredException, WebSocketDisconnect
from litestar.testing import TestClient

from shop_adapters.composition.container import Shop, build
from shop_http import request_body
from shop_http.app import create_app
from shop_http.guards import public, staff
from shop_http.routes.auth import AuthController
from tests.contract.http.callers import a_staff_member, a_user
from tests.contract.http.litestar_routes import PATH, KindController, PageController, Templates
from tests.contract.http.trial_routes import settings_for_trial

LIVE = f"{PATH}/live/"


def a_client(shop: Shop, *controllers: type[Controller]) -> TestClient[Any]:
    return TestClient(create_app(shop, controllers, [Templates()]), raise_server_exceptions=False)


def shop_of_kinds(**changed):
    shop = build(settings_for_trial(**changed))
    return shop, a_client(shop, KindController, PageController, AuthController)


@pytest.fixture(scope="module")
def kinds():
    shop, client = shop_of_kinds(cors_allowed_origins=("https://front.example",))
    with client:
        yield shop, client


@pytest.fixture
def boss(kinds):
    return a_staff_member(*kinds).headers


# uploads


def test_a_file_is_taken_in_on_the_loop_and_looked_at_in_a_thread(kinds, boss):
    answer = kinds[1].post(f"{PATH}/upload/", files={"data": ("a.png", b"x" * 2_000_000)}, headers=boss)
    assert answer.status_code == 201
    assert answer.json()["size"] == 2_000_000
    assert answer.json()["thread"] == "shop"


def test_a_file_is_refused_before_it_is_taken_in(kinds):
    answer = kinds[1].post(f"{PATH}/upload/", files={"data": ("a.png", b"x")})
    assert (answer.status_code, answer.json()["code"]) == (401, "not_authenticated")
    user = a_user(*kinds).headers
    answer = kinds[1].post(f"{PATH}/upload/", files={"data": ("a.png", b"x")}, headers=user)
    assert (answer.status_code, answer.json()["code"]) == (403, "permission_denied")


def test_a_file_that_is_too_large_is_refused_in_the_shops_words(kinds, boss):
    answer = kinds[1].post(f"{PATH}/upload/", files={"data": ("a.png", b"x" * 10_500_000)}, headers=boss)
    assert (answer.status_code, answer.json()["code"]) == (413, "body_too_large")


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # Litestar leaves half a file open
def test_an_upload_that_does_not_come_is_given_up(kinds, boss, monkeypatch):
    monkeypatch.setattr(request_body, "DEADLINE_SECONDS", 0.05)
    headers = [(name.lower().encode(), value.encode()) for name, value in boss.items()]
    sent = asyncio.run(a_slow_upload(kinds[1].app, headers))
    assert (sent[0]["status"], b"request_timeout" in sent[1]["body"]) == (408, True)


async def a_slow_upload(app, headers):
    """Send the beginning of a file, and then nothing more."""
    sent, begun = list[Any](), b'--b\r\nContent-Disposition: form-data; name="data"; filename="a"\r\n\r\nx'
    messages = iter([{"type": "http.request", "body": begun, "more_body": True}])

    async def receive():
        if (message := next(messages, None)) is None:
            await asyncio.sleep(60)
        return message

    async def send(message):
        sent.append(dict(message))

    scope = {
        "type": "http",
        "method": "POST",
        "path": f"{PATH}/upload/",
        "raw_path": f"{PATH}/upload/".encode(),
        "query_string": b"",
        "root_path": "",
        "client": ("127.0.0.1", 1),
        "headers": [
            (b"host", b"testserver.local"),
            (b"content-type", b"multipart/form-data; boundary=b"),
            (b"transfer-encoding", b"chunked"),
            *headers,
        ],
    }
    await asyncio.wait_for(app(scope, receive, send), 20)
    return sent


# streams


def test_rows_are_streamed_a_page_at_a_time(kinds, boss):
    answer = kinds[1].get(f"{PATH}/stream/", headers=boss)
    assert answer.text == "number,thread\r\n0,shop\r\n1,shop\r\n2,shop\r\n"
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert (answer.headers["cache-control"], answer.headers["x-content-type-options"]) == ("no-store", "nosniff")


# sockets


def test_a_socket_knows_who_calls(kinds):
    with kinds[1].websocket_connect(LIVE, headers=a_user(*kinds).headers) as socket:
        said = socket.receive_json()
        socket.send_text("hello")
        assert socket.receive_text() == "hello"
    assert (len(said["user"]), said["ip"]) == (36, "testclient")


def closing_code(client, **headers):
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    with pytest.raises(WebSocketDisconnect) as closed, client.websocket_connect(LIVE, headers=sent) as socket:
        socket.receive_json()
    return closed.value.code, closed.value.detail


@pytest.mark.parametrize(
    ("headers", "code", "reason"),
    [
        ({}, 4401, "not_authenticated"),
        ({"Authorization": "Bearer nonsense"}, 4401, "token_not_valid"),
        ({"Host": "evil.example"}, 4400, "invalid_host"),
        ({"Origin": "https://evil.example"}, 4403, "origin_not_allowed"),
        ({"Origin": "null"}, 4403, "origin_not_allowed"),
        ({"X-Filler": "x" * 17_000}, 4431, "headers_too_large"),
    ],
)
def test_a_socket_is_refused_as_a_request_would_be(kinds, headers, code, reason):
    assert closing_code(kinds[1], **headers) == (code, reason)


@pytest.mark.parametrize("origin", ["http://testserver.local", "https://front.example"])
def test_a_socket_may_be_opened_by_pages_of_the_shop_and_of_granted_origins(kinds, origin):
    headers = {**a_user(*kinds).headers, "Origin": origin}
    with kinds[1].websocket_connect(LIVE, headers=headers) as socket:
        assert socket.receive_json()["user"]


def test_sockets_count_as_requests():
    _, client = shop_of_kinds(rate_limit_per_minute=2)
    with client:
        assert [closing_code(client)[0] for _ in range(3)] == [4401, 4401, 4429]


# pages


def test_a_page_runs_in_a_thread_with_its_session(kinds):
    client = kinds[1]
    page = client.get("/pages/")
    assert "nobody in shop" in page.text
    token = re.search(r'value="([^"]+)"', page.text)
    assert token is not None
    form = {"email": "ana@example.com", "_csrf_token": token.group(1)}
    assert client.post("/pages/", data=form, follow_redirects=False).status_code == 303
    assert "ana@example.com in shop" in client.get("/pages/").text


def test_a_forged_form_is_refused(kinds):
    answer = kinds[1].post("/pages/", data={"email": "ana@example.com"}, follow_redirects=False)
    assert (answer.status_code, answer.json()["code"]) == (403, "invalid_csrf_token")


# what would wait in a thread is found


def starting(handler: Any, **more: Any) -> None:
    controller = type("Trial", (Controller,), {"path": "/trial", "handler": handler, **more})
    create_app(build(settings_for_trial()), [controller])


def test_a_route_that_names_no_guard_or_two_does_not_start():
    @get("/", operation_id="One")
    def unguarded(self) -> None: ...

    @get("/", operation_id="Two", guards=[public, staff()])
    def guarded_twice(self) -> None: ...

    for handler in (unguarded, guarded_twice):
        with pytest.raises(ImproperlyConfiguredException, match="exactly one of the guards"):
            starting(handler)


async def a_dependency_that_waits() -> int:
    return 1


def a_plain_hook(_request: Any) -> None: ...


@pytest.mark.parametrize(
    "options",
    [
        {"dependencies": {"extra": Provide(a_dependency_that_waits)}},
        {"dependencies": {"extra": Provide(lambda: 1, sync_to_thread=True)}},
        {"before_request": a_plain_hook},
        {"after_response": a_plain_hook},
        {"background": BackgroundTask(print)},
        {"cache": True},
    ],
)
def test_a_plain_route_around_which_something_waits_does_not_start(options):
    @get("/", guards=[public], **options)
    def handler(self, extra: NamedDependency[Any] = None) -> None: ...

    with pytest.raises(ImproperlyConfiguredException, match="async"):
        starting(handler)


class WaitingController(Controller):
    """What only the first call can find."""

    path = "/waiting"

    @get("/", guards=[public])
    def answer(self) -> Response[str]:
        return Response("done", background=BackgroundTask(asyncio.sleep, 0.1))


def test_a_plain_route_that_waits_all_the_same_is_an_error_and_not_a_hang(caplog):
    with a_client(build(settings_for_trial()), WaitingController) as client:
        answer = client.get("/waiting/")
    assert (answer.status_code, answer.json()["code"]) == (500, "internal_error")
    assert "running event loop" in caplog.text
