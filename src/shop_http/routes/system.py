"""The shop about itself: its health, its documentation."""

from typing import Final, Literal

import msgspec
from litestar import Controller, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.types import Scope

from shop_http.dependencies import Document, Health
from shop_http.documentation.compression import public_file
from shop_http.documentation.pages import DOCS_CSP, read_asset, redoc_page, swagger_page
from shop_http.guards import public
from shop_http.health import HealthOut
from shop_http.schemas.request_types import QuerySchema
from shop_http.thread_pools import Lane

ONE_DAY: Final = "public, max-age=86400"


class LivenessOut(msgspec.Struct, frozen=True, kw_only=True):
    """The process answers."""

    status: Literal["ok"]


class SchemaQuery(QuerySchema, frozen=True, kw_only=True):
    """How the document is wanted."""

    format: Literal["json", "yaml"] = "json"


class SystemController(Controller):
    """Health and documentation."""

    path = "/api"
    tags = ["System"]

    @get("/health/", guards=[public], operation_id="ShowHealth", also=(503,), lane=Lane.HEALTH)
    def show_health(self, health: Health) -> Response[HealthOut]:
        """Tell whether the shop can serve, and how each thing is that it can't do without."""
        report = health.report()
        return Response(report, status_code=200 if report.status == "ok" else 503)

    @get("/health/live/", guards=[public], operation_id="ShowLife")
    async def show_liveness(self) -> LivenessOut:
        """Answer without touching anything."""
        return LivenessOut(status="ok")

    @get("/schema/", guards=[public], operation_id="ShowSchema", include_in_schema=False)
    def show_schema(self, scope: Scope, params: NamedDependency[SchemaQuery], document: Document) -> Response[bytes]:
        """Give the OpenAPI document; whoever holds it asks whether it is still the same."""
        content = document.as_yaml if params.format == "yaml" else document.as_json
        return public_file(scope, content, f"application/{params.format}; charset=utf-8", caching="public, no-cache")

    @get("/docs/", guards=[public], operation_id="ShowSwagger", include_in_schema=False)
    def show_swagger(self) -> Response[bytes]:
        """Show the API in Swagger UI."""
        return _html(swagger_page())

    @get("/redoc/", guards=[public], operation_id="ShowRedoc", include_in_schema=False)
    def show_redoc(self) -> Response[bytes]:
        """Show the API in ReDoc."""
        return _html(redoc_page())

    @get(
        "/docs/assets/{name:str}",
        guards=[public],
        operation_id="ShowAsset",
        include_in_schema=False,
    )
    def show_asset(self, scope: Scope, name: FromPath[str]) -> Response[bytes]:
        """Give a file of the documentation's pages."""
        content, media_type = read_asset(name)
        return public_file(scope, content, media_type, caching=ONE_DAY)


def _html(page: bytes) -> Response[bytes]:
    return Response(page, headers={"Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": DOCS_CSP})
