"""The catalogue of all error codes, for clients: `docs/errors.md` is what this writes."""

import importlib
import pkgutil
from collections.abc import Iterator
from types import ModuleType
from typing import Final

from shop_domain.kernel.errors import InvalidFields, ShopError
from shop_http.documentation.error_schemas import message_of
from shop_http.errors import status_of

HEAD: Final = """# Error codes

Every refusal has a stable `code`; programs decide by it, people read the message. Messages may carry more than is
written here, and some refusals carry more fields beside their code. Wrong fields come as messages by field, with
status 400 and no code (in the form of RFC 9457: `invalid`).

This page is written from the code by `python -m shop_http.documentation.error_catalogue`; a test holds it current.

| code | status | message | when |
|---|---|---|---|
"""


def error_catalogue() -> str:
    """Write the page."""
    rows = sorted({_row(error) for error in _all_errors()})
    return HEAD + "\n".join(rows) + "\n"


def _row(error: type[ShopError]) -> str:
    when = (error.__doc__ or "").strip().partition("\n")[0]
    return f"| `{error.code}` | {status_of(error)} | {message_of(error)} | {when} |"


def _all_errors() -> Iterator[type[ShopError]]:
    """Find every refusal that can be raised: those that have a code and a kind."""
    for package in ("shop_domain", "shop_http"):
        _import_all(importlib.import_module(package))
    waiting: list[type[ShopError]] = [ShopError]
    while waiting:
        error = waiting.pop()
        waiting += error.__subclasses__()
        is_ours = error.__module__.startswith(("shop_domain.", "shop_http."))
        if is_ours and error is not InvalidFields and all(hasattr(error, name) for name in ("code", "kind")):
            yield error


def _import_all(package: ModuleType) -> None:
    for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        if not module.name.endswith(("__main__", ".asgi")):
            importlib.import_module(module.name)


if __name__ == "__main__":
    from pathlib import Path

    Path("docs/errors.md").write_text(error_catalogue())
