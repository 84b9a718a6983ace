"""One operation of the OpenAPI document: what it takes, and all that it may answer."""

import re
from typing import Any, Final

import msgspec

from shop_http.binding import LONGEST_PATH_PARAMETER, Binding
from shop_http.documentation.error_responses import error_responses
from shop_http.documentation.examples import Examples
from shop_http.guards import Access
from shop_http.schemas.request_types import QuerySchema

_PATH_PARAMETER: Final = re.compile(r"\{(\w+):(\w+)\}")
_SECURITY: Final[dict[Access, list[dict[str, list[str]]]]] = {
    Access.PUBLIC: [],
    Access.ANYBODY: [{"bearer": []}, {"guest": []}, {}],
    Access.GUEST_OR_USER: [{"bearer": []}, {"guest": []}, {}],
    Access.USER: [{"bearer": []}],
    Access.STAFF: [{"bearer": []}],
}
STATUS_TEXT: Final = {
    200: "Done.",
    201: "Made.",
    202: "Accepted.",
    204: "Done; there is nothing to say.",
    303: "See there.",
}


class Schemas(msgspec.Struct, frozen=True, kw_only=True):
    """The schema of every type that a route reads or writes, and examples of them."""

    by_type: dict[str, dict[str, Any]]
    queries: dict[type[QuerySchema], dict[str, Any]]
    examples: Examples

    def content(self, kind: Any, *, media_type: str = "application/json") -> dict[str, Any]:  # noqa: ANN401 - a type
        """Describe content of a type, with an example."""
        schema = self.by_type[repr(kind)]
        return {media_type: {"schema": schema, "example": self.examples.of(schema)}}


def describe_operation(binding: Binding, schemas: Schemas) -> dict[str, Any]:
    """Describe what a route takes and what it may answer."""
    endpoint = binding.endpoint
    summary, _, more = (endpoint.handler.__doc__ or "").strip().partition("\n")
    described = {
        "operationId": endpoint.operation_id,
        "tags": [endpoint.tag],
        "summary": summary.rstrip("."),
        "description": "\n".join(line.strip() for line in more.strip().splitlines()),
        "security": _SECURITY[endpoint.access],
        "parameters": [*_path_parameters(endpoint.path), *_query_parameters(binding, schemas), *_headers(binding)],
        "responses": _merge_responses(_responses(binding, schemas), error_responses(binding)),
    }
    if binding.body is not None:
        described["requestBody"] = {"required": True, "content": schemas.content(binding.body)}
    elif binding.raw and endpoint.method != "GET":
        described["requestBody"] = {"content": {"application/json": {"schema": {"type": "object"}}}}
    return described


def _path_parameters(path: str) -> list[dict[str, Any]]:
    shapes = {"uuid": {"type": "string", "format": "uuid"}}
    text = {"type": "string", "minLength": 1, "maxLength": LONGEST_PATH_PARAMETER}
    return [
        {"name": name, "in": "path", "required": True, "schema": shapes.get(kind, text)}
        for name, kind in _PATH_PARAMETER.findall(path)
    ]


def _query_parameters(binding: Binding, schemas: Schemas) -> list[dict[str, Any]]:
    schema = schemas.queries[binding.query]
    required = schema.get("required", [])
    return [
        {
            "name": name,
            "in": "query",
            "required": name in required,
            "description": own.get("description", name.replace("_", " ").capitalize() + "."),
            "schema": _without_null(own),
        }
        for name, own in schema["properties"].items()
    ]


def _without_null(schema: dict[str, Any]) -> dict[str, Any]:
    """Describe a parameter's value: it can be left out, but it can't be null."""
    plain = {key: value for key, value in schema.items() if key not in {"description", "anyOf"}}
    if plain.get("default", 0) is None:
        del plain["default"]
    choices = [choice for choice in schema.get("anyOf", []) if choice != {"type": "null"}]
    if len(choices) > 1:
        return {**plain, "anyOf": choices}
    return {**plain, **{key: value for key, value in (choices or [{}])[0].items() if key != "description"}}


def _headers(binding: Binding) -> list[dict[str, Any]]:
    endpoint, wanted = binding.endpoint, list[dict[str, Any]]()
    if endpoint.access is Access.GUEST_OR_USER:
        wanted.append(_header("X-Session-Key", "A guest's key.", {"pattern": "^[A-Za-z0-9_-]{22,128}$"}))
    if endpoint.idempotent:
        wanted.append(
            _header("Idempotency-Key", "Makes it safe to send this again.", {"minLength": 1, "maxLength": 255})
        )
    if binding.takes_version:
        wanted.append(_header("If-Match", "The `ETag` of what is to be changed.", {}))
    if binding.has_etag:
        wanted.append(_header("If-None-Match", "The `ETag` that is held already.", {}))
    return wanted


def _header(name: str, description: str, schema: dict[str, Any]) -> dict[str, Any]:
    shape = {"type": "string", **schema}
    return {"name": name, "in": "header", "required": False, "description": description, "schema": shape}


def _responses(binding: Binding, schemas: Schemas) -> dict[str, Any]:
    good: dict[str, Any] = {"description": STATUS_TEXT.get(binding.status, "Done.")}
    if binding.content is bytes:
        good["content"] = {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}
    elif binding.content is not None:
        good["content"] = schemas.content(binding.content)
    if binding.has_etag:
        good["headers"] = {"ETag": {"schema": {"type": "string"}, "description": "The version of the answer."}}
    known = {"304": {"description": "Not changed since `If-None-Match`."}} if binding.has_etag else {}
    return {str(binding.status): good, **known, **{str(s): _success_response(good, s) for s in binding.endpoint.also}}


def _merge_responses(success: dict[str, Any], errors: dict[str, Any]) -> dict[str, Any]:
    """Put answers side by side; a status that means both says so."""
    both = {**success, **errors}
    for status in success.keys() & errors.keys():
        schemas = [answer["content"]["application/json"]["schema"] for answer in (success[status], errors[status])]
        content = {**errors[status]["content"], "application/json": {"schema": {"anyOf": schemas}}}
        both[status] = {**errors[status], "content": content}
    return dict(sorted(both.items()))


def _success_response(success: dict[str, Any], status: int) -> dict[str, Any]:
    return {**success, "description": STATUS_TEXT.get(status, "Not well.")}
