"""The shop about itself: its health, its documentation."""

from typing import Literal

import msgspec

from shop_http.answers import Reply
from shop_http.documentation.document import OpenApiDocument
from shop_http.documentation.pages import DOCS_CSP, read_asset, redoc_page, swagger_page
from shop_http.guards import Access
from shop_http.health import HealthChecks, HealthOut
from shop_http.routing import Controller, get
from shop_http.schemas.request_types import QuerySchema
from shop_http.workers import Lane

DAY_SECONDS = 86_400


class LivenessOut(msgspec.Struct, frozen=True, kw_only=True):
    """The process answers."""

    status: Literal["ok"] = "ok"


class SchemaQuery(QuerySchema, frozen=True, kw_only=True):
    """How the document is wanted."""

    format: Literal["json", "yaml"] = "json"


class SystemController(Controller):
    """Health and documentation."""

    path = "/api"
    tag = "System"

    @get("/health/", access=Access.PUBLIC, operation_id="ShowHealth", also=(503,), lane=Lane.WATCH)
    def show_health(self, health: HealthChecks) -> Reply[HealthOut]:
        """Tell whether the shop can serve, and how each thing is that it can't do without."""
        report = health.report()
        return Reply(report, status=200 if report.status == "ok" else 503)

    @get("/health/live/", access=Access.PUBLIC, operation_id="ShowLife", blocking=False)
    def show_liveness(self) -> LivenessOut:
        """Answer without touching anything."""
        return LivenessOut()

    @get("/schema/", access=Access.PUBLIC, operation_id="ShowSchema", in_schema=False)
    def show_schema(self, query: SchemaQuery, document: OpenApiDocument) -> Reply[bytes]:
        """Give the OpenAPI document."""
        if query.format == "yaml":
            return Reply(document.as_yaml(), headers={"Content-Type": "application/yaml; charset=utf-8"})
        return Reply(document.as_json(), headers={"Content-Type": "application/json; charset=utf-8"})

    @get("/docs/", access=Access.PUBLIC, operation_id="ShowSwagger", in_schema=False)
    def show_swagger(self) -> Reply[bytes]:
        """Show the API in Swagger UI."""
        return _html(swagger_page())

    @get("/redoc/", access=Access.PUBLIC, operation_id="ShowRedoc", in_schema=False)
    def show_redoc(self) -> Reply[bytes]:
        """Show the API in ReDoc."""
        return _html(redoc_page())

    @get(
        "/docs/assets/{name:str}",
        access=Access.PUBLIC,
        operation_id="ShowAsset",
        in_schema=False,
        cached_for=DAY_SECONDS,
    )
    def show_asset(self, name: str) -> Reply[bytes]:
        """Give a file of the documentation's pages."""
        content, media_type = read_asset(name)
        return Reply(content, headers={"Content-Type": media_type})


def _html(page: bytes) -> Reply[bytes]:
    return Reply(page, headers={"Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": DOCS_CSP})
