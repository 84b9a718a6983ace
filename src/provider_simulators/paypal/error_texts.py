"""The texts beside the codes: our own, or those of PayPal's published API descriptions."""

from collections.abc import Iterator
from pathlib import Path
from typing import cast

import msgspec

JsonObject = dict[str, object]
_FILES = ("checkout_orders_v2.json", "payments_payment_v2.json")
_OWN_MESSAGES = {
    400: "The request cannot be read as it was sent.",
    401: "No valid credentials came with the request.",
    403: "This account may not do that.",
    404: "There is no such resource.",
    409: "The resource is being worked on.",
    415: "Send JSON.",
    422: "The request is readable, but cannot be carried out.",
    429: "Too many requests.",
    503: "Not available now.",
}


class ErrorTexts:
    """Descriptions of issues by the operation that raises them, and messages by status."""

    def __init__(self, folder: str | None) -> None:
        self._issues: dict[tuple[str, str], str] = {}
        self._messages = dict(_OWN_MESSAGES)
        for file in _FILES if folder else ():
            self._load(msgspec.json.decode((Path(folder or "") / file).read_bytes(), type=JsonObject))

    def message(self, status: int) -> str:
        return self._messages.get(status, "Something went wrong here.")

    def description(self, operation: str, status: int, issue: str) -> str:
        """Return the operation's own text, else the common one, else the code in words."""
        words = f"{issue.replace('_', ' ').capitalize()}."
        common = self._issues.get((str(status), issue), words)
        return self._issues.get((f"{operation}-{status}", issue), common)

    def _load(self, description: JsonObject) -> None:
        schemas = cast("dict[str, JsonObject]", cast("JsonObject", description["components"])["schemas"])
        for name, schema in schemas.items():
            properties = cast("dict[str, JsonObject]", schema.get("properties", {}))
            kind, _, status = name.partition("_")
            if kind == "error" and status.isdigit():
                self._messages[int(status)] = cast("list[str]", properties["message"]["enum"])[0]
            for issue, text in _texts(properties.get("details", {})):
                self._issues.setdefault((name, issue), text)


def _texts(details: JsonObject) -> Iterator[tuple[str, str]]:
    items = cast("JsonObject", details.get("items", {}))
    for kind in cast("list[JsonObject]", items.get("anyOf", [])):
        properties = cast("dict[str, dict[str, list[str]]]", kind["properties"])
        for text in properties["description"].get("enum", []):
            yield properties["issue"]["enum"][0], text
