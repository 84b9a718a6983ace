"""What the OpenAPI document says of its parts, from descriptions.toml; a test finds what is not described."""

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import msgspec


class Descriptions(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Texts by what they describe; `fields` and `parameters` serve wherever nothing closer does."""

    introduction: str
    tags: dict[str, str]
    operations: dict[str, str]
    parameters: dict[str, str]
    operation_parameters: dict[str, dict[str, str]]
    fields: dict[str, str]
    schemas: dict[str, dict[str, str]]

    def apply(self, document: Mapping[str, Any]) -> dict[str, Any]:
        """Describe the document as a whole, its tags and its operations."""
        return {
            **document,
            "info": {**document["info"], "description": self.introduction},
            "tags": [_described(tag, self.tags.get(tag["name"])) for tag in document["tags"]],
            "paths": {
                path: {method: self._operation(own) for method, own in methods.items()}
                for path, methods in document["paths"].items()
            },
        }

    def with_fields(self, schemas: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
        """Describe the fields of schemas."""
        return {name: self._schema(name, schema) for name, schema in schemas.items()}

    def _operation(self, own: Mapping[str, Any]) -> dict[str, Any]:
        """Describe an operation; what its own docstring says follows."""
        name = own["operationId"]
        texts = {**self.parameters, **self.operation_parameters.get(name, {})}
        parameters = [_described(parameter, texts.get(parameter["name"])) for parameter in own["parameters"]]
        described = _paragraphs((self.operations.get(name, ""), own["description"]))
        return {**own, "description": described, "parameters": parameters}

    def _schema(self, name: str, schema: Mapping[str, Any]) -> dict[str, Any]:
        if "properties" not in schema:
            return dict(schema)
        closest, properties = self.schemas.get(name, {}), schema["properties"].items()
        texts = {
            field: closest.get(field) or own.get("description", self.fields.get(field)) for field, own in properties
        }
        return {**schema, "properties": {field: _described(own, texts[field]) for field, own in properties}}


def _paragraphs(texts: Iterable[str]) -> str:
    return "\n\n".join(filter(None, texts))


def _described(part: Mapping[str, Any], text: str | None) -> dict[str, Any]:
    return {**part, "description": text} if text else dict(part)


@cache
def descriptions() -> Descriptions:
    """Read them."""
    written = Path(__file__).with_suffix(".toml").read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(written), Descriptions)
