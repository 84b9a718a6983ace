"""Does whoever follows a link see a page, or JSON?"""

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, TypeVar, cast

from litestar import Request, Response
from litestar.datastructures import Accept
from litestar.plugins.jinja import JinjaTemplateEngine
from litestar.response import Template
from litestar.template import TemplateConfig

from shop_domain.kernel.errors import ShopError
from shop_http.errors import error_response
from shop_http.request_info import request_info

T = TypeVar("T")
JSON: Final = "application/json"
HTML: Final = "text/html"
PAGES_CSP: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; "
    "frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
)
TEMPLATES: Final = TemplateConfig(directory=Path(__file__).parent, engine=JinjaTemplateEngine)


class LinkPages:
    """Answers a link that a person may have followed: a page for a browser, JSON for whoever asks for anything else."""

    def __init__(self, accept: str) -> None:
        self._is_browser = bool(accept) and Accept(accept).best_match([JSON, HTML], default=JSON) == HTML

    def page_or_json(self, template: str, answer: Response[T]) -> Response[T]:
        """Give the page that shows an answer as `answer`, or the answer itself."""
        if not self._is_browser:
            return answer
        headers = {"Content-Security-Policy": PAGES_CSP}
        if isinstance(retry_after := answer.headers.get("Retry-After"), str):
            headers["Retry-After"] = retry_after
        page = Template(
            template, context={"answer": answer.content}, status_code=answer.status_code or 200, headers=headers
        )
        return cast("Response[T]", page)


def link_pages(request: Request[Any, Any, Any]) -> LinkPages:
    """Tell what the client of a request would rather see."""
    return LinkPages(request_info(request.scope).headers.get(b"accept", b"").decode("latin-1"))


def _refused_link(request: Request[Any, Any, Any], error: ShopError) -> Response[dict[str, object]]:
    """Answer with a refusal, which a browser shows as a page."""
    return link_pages(request).page_or_json("refusal.html.jinja", error_response(request, error))


REFUSED_LINK: Final[dict[int | type[Exception], Callable[[Request[Any, Any, Any], Any], Response[Any]]]] = {
    ShopError: _refused_link
}
"""The `exception_handlers` of a route that a link in a mail leads to."""
