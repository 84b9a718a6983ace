"""Nothing in the OpenAPI document is without a description, and no description is without its thing."""

from typing import Any

import pytest
from litestar.testing import TestClient

from shop_adapters.composition.container import build
from shop_http.app import create_app
from shop_http.documentation.descriptions import descriptions
from tests.contract.http.trial_routes import settings_for_trial


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    with TestClient(create_app(build(settings_for_trial()))) as client:
        return client.get("/api/schema/").json()


def operations(document):
    return {own["operationId"]: own for methods in document["paths"].values() for own in methods.values()}


def parameters(document):
    return {(name, own["name"]): own for name, one in operations(document).items() for own in one["parameters"]}


def properties(document):
    schemas = document["components"]["schemas"]
    return {(name, field): own for name, one in schemas.items() for field, own in one.get("properties", {}).items()}


def is_described_closely(operation: str, parameter: str) -> bool:
    return parameter in descriptions().operation_parameters.get(operation, {})


def test_it_begins_with_the_introduction(document):
    assert document["info"]["description"] == descriptions().introduction


def test_every_tag_is_described(document):
    assert {tag["name"]: tag["description"] for tag in document["tags"]} == descriptions().tags


def test_every_operation_is_described(document):
    assert operations(document).keys() - descriptions().operations.keys() == set()
    for name, own in operations(document).items():
        assert own["description"].startswith(descriptions().operations[name])


def test_every_parameter_is_described(document):
    found = parameters(document)
    assert {key for key in found if not (is_described_closely(*key) or key[1] in descriptions().parameters)} == set()
    for (operation, name), own in found.items():
        closest = descriptions().operation_parameters.get(operation, {})
        assert own["description"] == (closest.get(name) or descriptions().parameters[name])


def test_every_property_is_described(document):
    assert {key for key, own in properties(document).items() if not own.get("description")} == set()


def test_no_operation_or_parameter_that_is_described_is_gone(document):
    closest = {(operation, name) for operation, own in descriptions().operation_parameters.items() for name in own}
    found = parameters(document).keys()
    assert descriptions().operations.keys() - operations(document).keys() == set()
    assert closest - found == set()
    assert descriptions().parameters.keys() - {name for _, name in found - closest} == set()


def test_no_property_that_is_described_is_gone(document):
    closest = {(schema, field) for schema, own in descriptions().schemas.items() for field in own}
    found = properties(document)
    usual = descriptions().fields
    fallen_back = {key[1] for key, own in found.items() if own["description"].startswith(usual.get(key[1], "?"))}
    assert closest - found.keys() == set()
    assert usual.keys() - fallen_back == set()


def test_a_description_is_one_to_three_sentences():
    closest = [
        text
        for own in (*descriptions().schemas.values(), *descriptions().operation_parameters.values())
        for text in own.values()
    ]
    texts = [*descriptions().tags.values(), *descriptions().operations.values(), *descriptions().parameters.values()]
    for text in (*texts, *descriptions().fields.values(), *closest):
        assert text == text.strip()
        assert text.endswith(".")
        assert text.count(". ") < 3, text
