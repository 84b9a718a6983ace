"""Make schemas what generated clients need: each field exactly as a client may send it and will receive it.

Generators take a field with a default for one that must be sent, so no schema has defaults; what is left out by a
client means the same as null, and a default that says something is told in the description.
"""

from collections.abc import Mapping
from typing import Any, Final, TypeAlias, cast

from shop_http.schemas.request_types import IGNORED, REQUIRED

Schema: TypeAlias = "dict[str, Any]"
_SILENT: Final = (None, "")


def for_clients(components: Mapping[str, Schema]) -> dict[str, Schema]:
    """Rewrite all schemas."""
    return {name: _typed(_fields(schema)) for name, schema in components.items()}


def _fields(schema: Schema) -> Schema:
    own: Mapping[str, Schema] = schema.get("properties", {})
    if not own:
        return schema
    sent = {name: part for name, part in own.items() if not _is_marked(part, IGNORED)}
    needed = {name for name, part in sent.items() if _is_marked(part, REQUIRED)}
    required = [name for name in sent if name in needed or name in schema.get("required", ())]
    return {
        **schema,
        "properties": {name: _field(part, is_needed=name in needed) for name, part in sent.items()},
        **({"required": required} if required else {}),
    }


def _field(schema: Schema, *, is_needed: bool) -> Schema:
    plain = {key: value for key, value in schema.items() if key not in {"default", IGNORED, REQUIRED}}
    if is_needed and "anyOf" in plain:
        plain = {**next(choice for choice in plain.pop("anyOf") if choice != {"type": "null"}), **plain}
        del plain[REQUIRED]
    if (default := schema.get("default")) not in _SILENT:
        told = f"Default: {str(default).lower() if isinstance(default, bool) else default}."
        plain["description"] = f"{plain.get('description', '')} {told}".strip()
    return plain


def _is_marked(schema: Schema, mark: str) -> bool:
    return any(mark in choice for choice in (schema, *schema.get("anyOf", ())))


def _typed(schema: Any) -> Any:  # noqa: ANN401 - any part of a schema
    """Give every enumeration its type; a mapping whose names are known has no others."""
    if isinstance(schema, list):
        return [_typed(part) for part in cast("list[Any]", schema)]
    if not isinstance(schema, dict):
        return schema
    parts: Schema = {key: _typed(part) for key, part in cast("Schema", schema).items()}
    if "properties" in parts and isinstance(parts.get("additionalProperties"), dict):
        return {**parts, "additionalProperties": False}
    if isinstance(parts.get("enum"), list) and "type" not in parts:
        return {"type": "string", **parts}
    return parts
