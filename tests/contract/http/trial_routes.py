"""Routes that take and give one of everything, to try the edge on without a shop behind it."""

from collections.abc import Callable
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Any, ClassVar
from uuid import UUID

import msgspec
from litestar import Controller, Response, delete, get, post, put
from litestar.datastructures import CacheControlHeader
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, RawBody
from litestar.testing import TestClient
from msgspec import UNSET, Meta, UnsetType

from shop_adapters.composition.container import build
from shop_adapters.composition.settings import Settings
from shop_domain.kernel.errors import ErrorKind, InvalidFields, ShopError
from shop_domain.kernel.paging import Cursor, Page
from shop_http.app import create_app
from shop_http.dependencies import ClaimedId, CurrentCaller, CurrentPage, ExpectedVersion
from shop_http.etags import make_etag
from shop_http.guards import guest_or_user, public, staff, user
from shop_http.idempotency import idempotent
from shop_http.routes.system import SystemController
from shop_http.schemas.paging import PageQuery, Results
from shop_http.schemas.request_types import (
    Amount,
    BodySchema,
    CodeText,
    CurrencyCode,
    Email,
    NoteText,
    Quantity,
    RequiredLine,
)
from shop_http.threaded_routes import ShopRequest


class Size(StrEnum):
    SMALL = "small"
    LARGE = "large"


class Item(BodySchema, frozen=True, kw_only=True):
    sku: CodeText
    quantity: Quantity


class Everything(BodySchema, frozen=True, kw_only=True):
    name: RequiredLine
    items: Annotated[tuple[Item, ...], Meta(min_length=1, max_length=5)]
    note: NoteText | None = None
    size: Size = Size.SMALL
    price: Amount | None = None
    currency: CurrencyCode = "EUR"
    email: Email | None = None
    id: UUID | None = None
    born: date | None = None
    at: Annotated[datetime, Meta(tz=True)] | None = None
    happy: bool = True
    ratio: Annotated[float, Meta(ge=0, le=1)] | None = None
    extra: Annotated[dict[Annotated[str, Meta(max_length=20)], CodeText], Meta(max_length=5)] | UnsetType = UNSET


class Asked(PageQuery, frozen=True, kw_only=True):
    size: Size | None = None
    tag: Annotated[tuple[CodeText, ...], Meta(max_length=5)] = ()
    limit: Annotated[int, Meta(ge=1, le=50)] = 10
    happy: bool | None = None
    search: Annotated[str, Meta(max_length=100)] | None = None


class Row(msgspec.Struct, frozen=True, kw_only=True):
    n: int


class Sorry(ShopError):
    """The trial's own refusal."""

    code = "sorry"
    kind = ErrorKind.CONFLICT
    message = "Sorry."


class Wrong(ShopError):
    """The trial's own refusal of a whole form."""

    code = "wrong"
    kind = ErrorKind.INVALID
    message = "All wrong."
    is_form_error = True


class TrialController(Controller):
    """One of everything."""

    path = "/api/v1/trial"
    tags = ["Trial"]
    calls: ClassVar[list[UUID | None]] = []
    """The request ids of the calls that were let through to `count`."""
    meet: ClassVar[list[Callable[[], object]]] = []
    """What happens in the middle of each."""

    @post("/everything/", guards=[public], operation_id="TakeEverything", status_code=200)
    def take(self, data: JSONBody[Everything]) -> Everything:
        """Give back what came."""
        return data

    @post("/once/", guards=[guest_or_user], operation_id="CountOnce", status_code=201, refuses=(Sorry,))
    @idempotent
    def count(self, request: ShopRequest, data: JSONBody[Item], request_id: ClaimedId) -> Response[Row]:
        """Count the calls."""
        self.calls.append(request_id)
        for step in self.meet:
            step()
        if data.sku in REFUSALS:
            raise REFUSALS[data.sku]
        return Response(Row(n=len(self.calls)), headers={"Location": f"/{request_id is not None}"})

    @get("/rows/", guards=[public], operation_id="ListRows")
    def rows(self, params: NamedDependency[Asked], pagination: CurrentPage) -> Results[Row]:
        """List the numbers from 1 to 100."""
        request = pagination.request
        assert params.limit
        first = int(request.cursor.key[0]) if request.cursor else (request.number - 1) * request.size + 1
        last = min(first + request.size, 101)
        page = Page(
            items=tuple(range(first, last)),
            next=Cursor(key=(str(last),)) if last <= 100 else None,
            previous=Cursor(key=(str(max(first - request.size, 1)),)) if first > 1 else None,
            count=100 if request.with_count else None,
        )
        return pagination.results(page, lambda n: Row(n=n))

    @get(
        "/versions/{number:uuid}/",
        guards=[public],
        operation_id="ShowVersion",
        cache_control=CacheControlHeader(public=True, max_age=60),
    )
    def version(self, number: FromPath[UUID]) -> Response[Row]:
        """Show a thing with its version."""
        return Response(Row(n=number.int), headers={"ETag": make_etag(number.int)})

    @put("/versions/{number:uuid}/", guards=[public], operation_id="ChangeVersion")
    def change(self, if_match: ExpectedVersion, data: JSONBody[Item]) -> Row:
        """Show the version that was expected."""
        return Row(n=(-1 if if_match.version is None else if_match.version) * data.quantity)

    @get("/secret/{token:str}/", guards=[public], operation_id="ShowSecret")
    def secret(self, token: FromPath[str]) -> Row:
        """Look a secret up."""
        return Row(n=len(token))

    @get("/mine/", guards=[user], operation_id="ShowMine")
    def mine(self) -> Row:
        """Show what is the caller's."""
        return Row(n=1)

    @post("/mine/", guards=[user], operation_id="ChangeMine", status_code=200)
    def change_mine(self, data: JSONBody[Item]) -> Item:
        """Change what is the caller's."""
        return data

    @post("/mute/", guards=[public], operation_id="SayNothing", status_code=200)
    def mute(self) -> Row:
        """Take nothing."""
        return Row(n=1)

    @get("/staff/", guards=[staff()], operation_id="ShowStaff")
    def staff(self) -> Row:
        """Show what is for staff."""
        return Row(n=1)

    @get("/guest/", guards=[guest_or_user], operation_id="ShowGuest")
    def guest(self, caller: CurrentCaller) -> dict[str, str | None]:
        """Show who calls."""
        return {"guest_key": caller.guest_key, "ip": caller.client.ip_address, "agent": caller.client.user_agent}

    @post("/raw/", guards=[public], operation_id="TakeRaw", status_code=200)
    def raw(self, request: ShopRequest, body: RawBody) -> dict[str, Any]:
        """Give back what came."""
        query = request.scope["query_string"].decode("latin-1")
        return {"body": body.decode("latin-1"), "query": query, "type": request.headers["content-type"]}

    @get("/crash/", guards=[public], operation_id="Crash")
    def crash(self) -> None:
        """Fail as no handler should."""
        msg = "a secret detail"
        raise RuntimeError(msg)

    @delete("/refuse/{how:str}/", guards=[public], operation_id="Refuse", refuses=(Sorry, Wrong))
    def refuse(self, how: FromPath[str]) -> None:
        """Refuse."""
        raise REFUSALS[how]


class Busy(ShopError):
    """The trial's own reason to come again."""

    code = "busy"
    kind = ErrorKind.UNAVAILABLE
    message = "Busy."


REFUSALS: dict[str, Exception] = {
    "sorry": Sorry(variant_id="v1"),
    "wrong": Wrong(),
    "busy": Busy(retry_after=7),
    "fields": InvalidFields({"sku": ["No."]}),
    "crash": RuntimeError("a secret detail"),
}


def settings_for_trial(**changed: Any) -> Settings:
    values: dict[str, Any] = {
        "secret_key": "a secret that only tests know, 32 b",
        "database_url": "memory:",
        "public_url": "https://shop.example",
        "allowed_hosts": ("testserver.local",),
        "rate_limit_per_minute": 0,
    }
    return Settings(**{**values, **changed})


def trial_client(peer: str | None = None, **changed: Any) -> TestClient[Any]:
    """Give a client of the trial's routes, with settings changed; it may call from an address."""
    app = create_app(build(settings_for_trial(**changed)), (SystemController, TrialController))

    async def called_from(scope: Any, receive: Any, send: Any) -> None:
        scope["client"] = (peer, 4711)
        await app(scope, receive, send)

    return TestClient(app if peer is None else called_from, raise_server_exceptions=False)
