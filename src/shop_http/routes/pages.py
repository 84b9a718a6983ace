"""Where people arrive who type the shop's address, or follow a link to choose a new password."""

import msgspec
from litestar import Controller, Response, get
from litestar.response import Template

from shop_http.dependencies import Pages
from shop_http.documentation.pages import SCHEMA_PATH
from shop_http.guards import public
from shop_http.pages.link_pages import PAGES_CSP


class HomeOut(msgspec.Struct, frozen=True, kw_only=True):
    """Where to go from here."""

    docs: str = "/api/docs/"
    redoc: str = "/api/redoc/"
    openapi_document: str = SCHEMA_PATH
    products: str = "/api/v1/products/"
    health: str = "/api/health/"


class PageController(Controller):
    """Pages that stand beside the API."""

    include_in_schema = False

    @get("/", guards=[public], operation_id="ShowHome", ignores_query=True)
    def show_home(self, pages: Pages) -> Response[HomeOut]:
        """Lead on."""
        return pages.page_or_json("home.html.jinja", Response(HomeOut()))

    @get("/reset-password/", guards=[public], operation_id="ShowPasswordReset", ignores_query=True)
    def show_password_reset(self) -> Template:
        """Let somebody choose a new password; the link's token stays in the browser until it is used."""
        return Template("reset_password.html.jinja", headers={"Content-Security-Policy": PAGES_CSP})
