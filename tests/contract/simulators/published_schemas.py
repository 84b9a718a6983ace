"""PayPal's published API descriptions, where they are at hand, as a judge of requests and answers."""

import json
import os
import re
from functools import cache
from pathlib import Path
from typing import Any

import httpx
import jsonschema

PROJECT = Path(__file__).parents[3]
FOLDER = Path(os.environ.get("SHOP_PAYPAL_SCHEMAS") or PROJECT / "../shared/providers/paypal").resolve()
FILES = ("checkout_orders_v2.json", "payments_payment_v2.json", "notifications_webhooks_v1.json")
AVAILABLE = all((FOLDER / name).is_file() for name in FILES)
NOT_VALIDATED = {429, 501}
"""Statuses that the descriptions do not know."""


@cache
def _descriptions() -> list[dict[str, Any]]:
    return [json.loads((FOLDER / name).read_text(encoding="utf-8")) for name in FILES]


def request_errors(operation: str, body: Any) -> list[str]:
    """Say what the published description has against a request body."""
    description, _, details = _operation(operation)
    return _errors(description, details["requestBody"]["content"]["application/json"]["schema"], body)


def response_errors(response: httpx.Response) -> list[str]:
    """Say what the published description has against an answer; an answer of an unknown path has nothing."""
    found = _operation_at(response.request.method, response.request.url.path)
    if found is None or response.status_code in NOT_VALIDATED:
        return []
    description, responses = found
    status = str(response.status_code)
    if status == "200" and status not in responses:
        status = "201"  # a repeated refund: the same document, but the description forgets the status
    described = responses.get(status, responses["default"])
    described = _resolved(description, described)
    content = described.get("content")
    if content is None:
        return []
    return _errors(description, content["application/json"]["schema"], response.json())


@cache
def _validator(file: str, schema: str) -> jsonschema.Draft4Validator:
    description = next(known for known in _descriptions() if known["info"]["title"] == file)
    return jsonschema.Draft4Validator({"allOf": [json.loads(schema)], "components": description["components"]})


def _errors(description: dict[str, Any], schema: dict[str, Any], instance: Any) -> list[str]:
    validator = _validator(description["info"]["title"], json.dumps(schema))
    return [f"{error.json_path}: {error.message[:200]}" for error in validator.iter_errors(instance)]


def _operation(operation: str) -> tuple[dict[str, Any], str, dict[str, Any]]:
    for description in _descriptions():
        for path, methods in description["paths"].items():
            for details in methods.values():
                if isinstance(details, dict) and details.get("operationId") == operation:
                    return description, path, details
    raise LookupError(operation)


def _operation_at(method: str, path: str) -> tuple[dict[str, Any], dict[str, Any]] | None:
    for description in _descriptions():
        for pattern, methods in description["paths"].items():
            wanted = re.sub(r"\{[^}]+\}", "[^/]+", pattern)
            if re.fullmatch(wanted, path) and method.lower() in methods:
                return description, methods[method.lower()]["responses"]
    return None


def _resolved(description: dict[str, Any], node: dict[str, Any]) -> dict[str, Any]:
    if "$ref" not in node:
        return node
    for part in node["$ref"].removeprefix("#/").split("/"):
        description = description[part]
    return description
