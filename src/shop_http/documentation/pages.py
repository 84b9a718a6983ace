"""Swagger UI and ReDoc, served from files that packages install: no page asks the internet for anything."""

import hashlib
from base64 import b64encode
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Final

import msgspec

from shop_http.errors import NotFound

SCHEMA_PATH: Final = "/api/schema/"
ASSETS_PATH: Final = "/api/docs/assets/"
_START_SWAGGER: Final = (
    'window.onload=()=>SwaggerUIBundle({url:"'
    + SCHEMA_PATH
    + '",dom_id:"#ui",deepLinking:true,persistAuthorization:false,validatorUrl:null,'
    "presets:[SwaggerUIBundle.presets.apis]})"
)
_START_REDOC: Final = (
    f'Redoc.init("{SCHEMA_PATH}",{{hideLoading:true,disableSearch:false}},document.getElementById("ui"))'
)


class Asset(msgspec.Struct, frozen=True):
    """A file of an installed package."""

    package: str
    path: str
    media_type: str


ASSETS: Final = {
    "swagger-ui.css": Asset("swagger_ui_bundle", "vendor/swagger-ui-5.31.0/swagger-ui.css", "text/css"),
    "swagger-ui.js": Asset("swagger_ui_bundle", "vendor/swagger-ui-5.31.0/swagger-ui-bundle.js", "text/javascript"),
    "favicon.png": Asset("swagger_ui_bundle", "vendor/swagger-ui-5.31.0/favicon-32x32.png", "image/png"),
    "redoc.js": Asset("shop_http", "documentation/redoc/redoc.standalone.js", "text/javascript"),  # by hatch_build.py
    "pages.css": Asset("shop_http", "pages/pages.css", "text/css"),
    "reset-password.js": Asset("shop_http", "pages/reset-password.js", "text/javascript"),
}


def swagger_page() -> bytes:
    """Give the page of Swagger UI."""
    style = f'<link rel="stylesheet" href="{ASSETS_PATH}swagger-ui.css">'
    return _page(style, f'<script src="{ASSETS_PATH}swagger-ui.js"></script>', _START_SWAGGER)


def redoc_page() -> bytes:
    """Give the page of ReDoc."""
    return _page("<style>body{margin:0}</style>", f'<script src="{ASSETS_PATH}redoc.js"></script>', _START_REDOC)


def _page(head: str, library: str, start: str) -> bytes:
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Shop API</title>'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f'<link rel="icon" type="image/png" href="{ASSETS_PATH}favicon.png">{head}</head>'
        f'<body><div id="ui"></div>{library}<script>{start}</script></body></html>'
    ).encode()


def _hash_of(script: str) -> str:
    return "'sha256-" + b64encode(hashlib.sha256(script.encode()).digest()).decode() + "'"


DOCS_CSP: Final = (
    f"default-src 'none'; script-src 'self' {_hash_of(_START_SWAGGER)} {_hash_of(_START_REDOC)}; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; connect-src 'self'; "
    "worker-src blob:; frame-ancestors 'none'; base-uri 'none'; form-action 'self'"
)
"""What the pages may load: our own files, two scripts of our own, and the styles that both libraries write."""


@lru_cache(maxsize=8)
def read_asset(name: str) -> tuple[bytes, str]:
    """Read a file of the pages and its media type; raise NotFound."""
    wanted = ASSETS.get(name)
    package = None if wanted is None else find_spec(wanted.package)
    if wanted is None or package is None or package.origin is None:
        raise NotFound
    return (Path(package.origin).parent / wanted.path).read_bytes(), wanted.media_type
