"""One operation of the OpenAPI document: what it takes, and all that it may answer."""

from typing import Any, Final

import msgspec
from litestar import Response
from litestar.handlers import HTTPRouteHandler

from shop_http.documentation.error_responses import error_responses
from shop_http.documentation.examples import Examples, recorded_examples
from shop_http.guards import GUEST, guard_of
from shop_http.idempotency import is_idempotent
from shop_http.litestar_internals import parameters_of, return_type_of
from shop_http.request_validation import LONGEST_PATH_PARAMETER, RouteInput, input_of
from shop_http.schemas.request_types import QuerySchema

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

    def content(self, kind: Any, handler: HTTPRouteHandler, part: str) -> dict[str, Any]:  # noqa: ANN401 - a type
        """Describe what a route takes or answers (its `request` or `response`), with an example."""
        schema = self.by_type[repr(kind)]
        recorded = recorded_examples().get(str(handler.operation_id), {})
        example = recorded[part] if part in recorded else self.examples.of(schema)
        return {"application/json": {"schema": schema, "example": example}}


def content_type_of(handler: HTTPRouteHandler) -> Any:  # noqa: ANN401 - a type
    """Give the type of what is answered; None where nothing is."""
    returned = return_type_of(handler)
    kind = returned.inner_types[0].annotation if returned.is_subclass_of(Response) else returned.annotation
    return None if kind is type(None) else kind


def complete_operation(own: dict[str, Any], handler: HTTPRouteHandler, schemas: Schemas) -> dict[str, Any]:
    """Add to Litestar's description of an operation what it can't know."""
    takes, guard = input_of(handler), guard_of(handler)
    if takes is None or guard is None:
        msg = f"{handler} is not a route of the shop"
        raise LookupError(msg)
    summary, _, more = (handler.fn.__doc__ or "").strip().partition("\n")
    described = {
        "operationId": own["operationId"],
        "tags": own["tags"],
        "summary": summary.rstrip("."),
        "description": "\n".join(line.strip() for line in more.strip().splitlines()),
        "security": guard.security,
        "parameters": [
            *(_path_parameter(parameter) for parameter in own.get("parameters", [])),
            *_query_parameters(takes, schemas),
            *_headers(handler),
        ],
        "responses": _merge_responses(_responses(handler, schemas), error_responses(handler, schemas.examples)),
    }
    if takes.body is not None:
        described["requestBody"] = {"required": True, "content": schemas.content(takes.body, handler, "request")}
    elif takes.is_raw:
        described["requestBody"] = {"content": {"application/json": {"schema": {"type": "object"}}}}
    return described


def _path_parameter(own: dict[str, Any]) -> dict[str, Any]:
    text = {"type": "string", "minLength": 1, "maxLength": LONGEST_PATH_PARAMETER}
    schema = own["schema"] if "format" in own["schema"] else text
    return {"name": own["name"], "in": "path", "required": True, "schema": schema}


def _query_parameters(takes: RouteInput, schemas: Schemas) -> list[dict[str, Any]]:
    schema = schemas.queries[takes.query]
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


def _headers(handler: HTTPRouteHandler) -> list[dict[str, Any]]:
    guard, wanted = guard_of(handler), list[dict[str, Any]]()
    if guard is not None and GUEST in guard.security:
        wanted.append(_header("X-Session-Key", "A guest's key.", {"pattern": "^[A-Za-z0-9_-]{22,128}$"}))
    if is_idempotent(handler):
        wanted.append(
            _header("Idempotency-Key", "Makes it safe to send this again.", {"minLength": 1, "maxLength": 255})
        )
    if "if_match" in parameters_of(handler):
        wanted.append(_header("If-Match", "The `ETag` of what is to be changed.", {}))
    if _has_etag(handler):
        wanted.append(_header("If-None-Match", "The `ETag` that is held already.", {}))
    return wanted


def _has_etag(handler: HTTPRouteHandler) -> bool:
    """Tell whether answers may carry an entity tag."""
    is_thing = return_type_of(handler).is_subclass_of(Response) and content_type_of(handler) is not bytes
    return is_thing and not handler.opt.get("also") and handler.http_methods == {"GET"}


def _header(name: str, description: str, schema: dict[str, Any]) -> dict[str, Any]:
    shape = {"type": "string", **schema}
    return {"name": name, "in": "header", "required": False, "description": description, "schema": shape}


def _responses(handler: HTTPRouteHandler, schemas: Schemas) -> dict[str, Any]:
    status, content, has_etag = handler.status_code, content_type_of(handler), _has_etag(handler)
    good: dict[str, Any] = {"description": STATUS_TEXT.get(status, "Done.")}
    if content is bytes:
        good["content"] = {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}
    elif content is not None:
        good["content"] = schemas.content(content, handler, "response")
        if "pages" in parameters_of(handler):
            good["content"]["text/html"] = {"schema": {"type": "string"}}
    if has_etag:
        good["headers"] = {"ETag": {"schema": {"type": "string"}, "description": "The version of the answer."}}
    known = {"304": {"description": "Not changed since `If-None-Match`."}} if has_etag else {}
    return {str(status): good, **known, **{str(s): _success_response(good, s) for s in handler.opt.get("also", ())}}


def _merge_responses(success: dict[str, Any], errors: dict[str, Any]) -> dict[str, Any]:
    """Put answers side by side; a status that means both says so."""
    both = {**success, **errors}
    for status in success.keys() & errors.keys():
        own, refused = (answer["content"]["application/json"]["schema"] for answer in (success[status], errors[status]))
        either = {"anyOf": [own, *refused.get("anyOf", [refused])]}
        content = {**errors[status]["content"], "application/json": {"schema": either}}
        both[status] = {**errors[status], "content": content}
    return dict(sorted(both.items()))


def _success_response(success: dict[str, Any], status: int) -> dict[str, Any]:
    return {**success, "description": STATUS_TEXT.get(status, "Not well.")}
