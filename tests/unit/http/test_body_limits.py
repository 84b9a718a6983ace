"""Every text, list, object and number that a request may carry has limits, in every body and query of every route."""

import importlib
import pkgutil
import sys
from collections.abc import Iterator

import pytest
from msgspec import inspect

import shop_http.routes
import shop_http.schemas
from shop_http.schemas.payments import OptionalProviderReturn, ProviderReturn
from shop_http.schemas.request_types import BodySchema, QuerySchema
from shop_http.schemas.validation_errors import kinds_of, schema_of

for package in (shop_http.schemas, shop_http.routes):
    for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        importlib.import_module(module.name)


def everything_below(kind) -> Iterator[type]:
    for child in kind.__subclasses__():
        if getattr(sys.modules[child.__module__], child.__name__, None) is child and "shop_http." in child.__module__:
            yield child
        yield from everything_below(child)


SHAPES = sorted(
    {*everything_below(BodySchema), *everything_below(QuerySchema)},
    key=lambda kind: f"{kind.__module__}.{kind.__name__}",
)

WRITTEN_BY_OTHERS = {ProviderReturn, OptionalProviderReturn}
"""PayPal adds to the address of its payer's return what it likes."""


def unbounded(shape: inspect.Type, path: str) -> Iterator[str]:
    for kind in kinds_of(shape):
        if isinstance(kind, inspect.StrType) and kind.max_length is None and not _ends(kind.pattern):
            yield f"{path}: a text without end"
        elif isinstance(kind, inspect.IntType) and not (_has(kind.ge, kind.gt) and _has(kind.le, kind.lt)):
            yield f"{path}: a number without bounds"
        elif isinstance(kind, inspect.VarTupleType | inspect.ListType):
            yield from [f"{path}: a list without end"] if kind.max_length is None else []
            yield from unbounded(kind.item_type, f"{path}[]")
        elif isinstance(kind, inspect.DictType):
            yield from [f"{path}: an object without end"] if kind.max_length is None else []
            yield from unbounded(kind.key_type, f"{path}{{}}")
            yield from unbounded(kind.value_type, f"{path}.*")


def _has(*limits) -> bool:
    return any(limit is not None for limit in limits)


def _ends(pattern) -> bool:
    return pattern is not None and pattern.startswith("^") and pattern.endswith("\\Z") and not {"*", "+"} & set(pattern)


def test_there_are_bodies_to_look_at():
    assert len(SHAPES) > 5


@pytest.mark.parametrize("kind", SHAPES, ids=lambda kind: kind.__name__)
def test_whatever_a_request_carries_has_limits(kind):
    shape = schema_of(kind)
    assert isinstance(shape, inspect.StructType)
    assert shape.forbid_unknown_fields is (kind not in WRITTEN_BY_OTHERS)
    assert kind.__struct_config__.frozen
    names = {field.name for field in shape.fields}
    found = [fault for field in shape.fields for fault in unbounded(field.type, field.name)]
    assert [fault for fault in found if not (fault.startswith("page:") and "page_size" in names)] == []
