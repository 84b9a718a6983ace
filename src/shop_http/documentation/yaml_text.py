"""Write plain data as YAML: blocks for structure, JSON's own quotes for texts."""

import json
from collections.abc import Iterator
from typing import Any

from shop_http.schemas.value_validation import is_list, is_object


def to_yaml(value: Any) -> str:  # noqa: ANN401 - any JSON
    """Write a value; the result reads back as the same."""
    return "\n".join(_lines(value, "")) + "\n"


def _lines(value: Any, indent: str) -> Iterator[str]:  # noqa: ANN401 - any JSON
    if is_object(value) and value:
        for key, inner in value.items():
            yield from _entry(f"{indent}{json.dumps(key)}:", inner, indent)
    elif is_list(value) and value:
        for inner in value:
            yield from _entry(f"{indent}-", inner, indent)
    else:
        yield indent + json.dumps(value, ensure_ascii=False)


def _entry(head: str, inner: Any, indent: str) -> Iterator[str]:  # noqa: ANN401 - any JSON
    if isinstance(inner, dict | list) and inner:
        yield head
        yield from _lines(inner, indent + "  ")
    else:
        yield f"{head} {json.dumps(inner, ensure_ascii=False)}"
