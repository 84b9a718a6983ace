"""The document is as exact as the code knows it, so that generated clients are."""

import gzip
from collections import defaultdict
from typing import Any
from uuid import UUID

import pytest
from litestar.testing import TestClient

from shop_adapters.composition.container import build
from shop_domain.catalog.model import VariantId
from shop_domain.inventory.errors import OutOfStock
from shop_domain.inventory.model import Shortage
from shop_domain.kernel.errors import ShopError
from shop_domain.payments.errors import PaymentDeclined
from shop_domain.pricing.errors import CouponRefused
from shop_http.app import create_app
from shop_http.documentation.document import _handlers
from shop_http.documentation.error_catalogue import _all_errors
from shop_http.documentation.error_responses import errors_of
from shop_http.documentation.error_schemas import details_of, error_schema_name
from tests.contract.http.trial_routes import settings_for_trial


@pytest.fixture(scope="module")
def app():
    return create_app(build(settings_for_trial()))


@pytest.fixture(scope="module")
def client(app):
    with TestClient(app) as client:
        yield client


@pytest.fixture(scope="module")
def document(client) -> dict[str, Any]:
    return client.get("/api/schema/").json()


def parts(schema: Any):
    if isinstance(schema, dict):
        yield schema
        for part in schema.values():
            yield from parts(part)
    elif isinstance(schema, list):
        for part in schema:
            yield from parts(part)


def test_no_schema_has_a_default_which_generators_take_for_required(document):
    assert [part for part in parts(document["components"]["schemas"]) if "default" in part] == []


def test_every_enumeration_has_a_type(document):
    assert [part for part in parts(document["components"]["schemas"]) if "enum" in part and "type" not in part] == []


def test_no_mark_of_ours_is_left(document):
    assert [key for part in parts(document) for key in part if str(key).startswith("x-")] == []


@pytest.mark.parametrize(
    ("name", "required"),
    [
        ("Login", ["email", "password"]),
        ("Register", ["email", "username", "password", "first_name", "last_name"]),
        ("AddressIn", ["first_name", "last_name", "address_line_1", "city", "country"]),
    ],
)
def test_a_request_asks_for_what_the_shop_asks_for(document, name, required):
    assert document["components"]["schemas"][name]["required"] == required


def test_an_address_in_a_request_has_nothing_that_only_answers_have(document):
    sent = document["components"]["schemas"]["AddressIn"]["properties"].keys()
    assert not sent & {"id", "warnings", "created_at", "updated_at", "is_default", "label", "address_type"}


def test_no_answer_leaves_open_what_it_may_hold_but_for_free_names(document):
    free = {
        (name, field)
        for name, schema in document["components"]["schemas"].items()
        for field, part in schema.get("properties", {}).items()
        if isinstance(part.get("additionalProperties"), dict)
    }
    assert free == {
        ("AuditLogEntryOut", "details"),
        ("HealthOut", "checks"),
        ("ProductOut", "attributes"),
        ("ProductOut", "metadata"),
        ("ProductSummaryOut", "options"),
        ("VariantOut", "options"),
    }


def test_refusals_are_told_apart_by_their_code(document):
    for operations in document["paths"].values():
        for operation in operations.values():
            for status, answer in operation["responses"].items():
                if status >= "4":
                    schema = answer["content"]["application/json"]["schema"]
                    choices = [choice["$ref"].rpartition("/")[2] for choice in schema.get("anyOf", [schema])]
                    assert len(choices) == len(set(choices))
                    codes = [document["components"]["schemas"][name].get("properties", {}) for name in choices]
                    assert all("const" in own["code"] for own in codes if "code" in own)


def example_of(error: type[ShopError]) -> ShopError | None:
    """Make a refusal as the code raises it, where that takes no more than its own words."""
    if error is PaymentDeclined:
        return PaymentDeclined("https://pay.example/again")
    if error is OutOfStock:
        return OutOfStock([Shortage(variant_id=VariantId(UUID(int=1)), available=1)])
    try:
        return error()
    except TypeError:
        return None


def test_a_refusal_carries_nothing_that_its_schema_does_not_name(app, document):
    schemas = document["components"]["schemas"]
    documented = {error for handler in _handlers(app).values() for error in errors_of(handler)}
    seen = 0
    for error in documented & set(_all_errors()):
        raised = example_of(error)
        if raised is not None and (name := error_schema_name(error)) != "FieldErrors":
            assert raised.details.keys() <= schemas[name]["properties"].keys(), error
            seen += 1
    assert seen > 40


def test_refusals_of_one_schema_carry_the_same():
    shapes = defaultdict(set)
    for error in _all_errors():
        shapes[error_schema_name(error)].add((error.code, details_of(error), error.is_form_error))
    assert [name for name, shape in shapes.items() if len(shape) > 1] == []


def test_each_detail_of_a_refusal_is_described(document):
    schemas = document["components"]["schemas"]
    assert schemas["CouponNotFoundError"]["required"] == ["detail", "code", "coupon"]
    assert schemas["CouponNotInCartError"]["required"] == ["detail", "code"]
    assert schemas["InsufficientStockError"]["required"] == ["detail", "code", "variant_id", "available"]
    assert schemas["CartOutOfStockError"]["required"] == ["detail", "code", "unavailable", "cart"]
    assert schemas["CartChangedError"]["properties"]["cart"]["$ref"] == "#/components/schemas/CartOut"
    assert schemas["Problem"]["properties"]["errors"]["$ref"] == "#/components/schemas/FieldErrors"


@pytest.mark.parametrize("name", ["CartCouponOut", "ExplainedCouponOut"])
def test_why_a_coupon_takes_nothing_off_is_one_of_the_codes_that_refuse_it(document, name):
    codes, null = document["components"]["schemas"][name]["properties"]["reason"]["anyOf"]
    assert null == {"type": "null"}
    assert set(codes["enum"]) == {error.code for error in _all_errors() if issubclass(error, CouponRefused)}


@pytest.mark.parametrize("path", ["/api/v1/orders/{number}/", "/api/v1/auth/verify-email/{token}/"])
def test_what_a_mailed_link_shows_a_browser_is_documented_beside_json(document, path):
    answer = document["paths"][path]["get"]["responses"]["200"]
    assert list(answer["content"]) == ["application/json", "text/html"]


def test_too_many_parameters_are_refused_as_documented(client, document):
    answer = client.get("/api/v1/products/?" + "&".join(f"a{n}=1" for n in range(101)))
    assert answer.status_code == 400
    assert answer.json().keys() == {"non_field_errors", "code"}
    schema = document["paths"]["/api/v1/products/"]["get"]["responses"]["400"]["content"]["application/json"]["schema"]
    assert {"$ref": "#/components/schemas/InvalidFormError"} in schema["anyOf"]


@pytest.mark.parametrize("path", ["/api/schema/", "/api/schema/?format=yaml", "/api/docs/assets/swagger-ui.js"])
def test_public_files_are_compressed_and_known_again(client, path):
    plain = client.get(path, headers={"Accept-Encoding": "identity"})
    small = client.get(path, headers={"Accept-Encoding": "br, gzip;q=1.0"})
    assert "content-encoding" not in plain.headers
    assert small.headers["content-encoding"] == "gzip"
    assert small.content == plain.content
    assert int(small.headers["content-length"]) < len(gzip.compress(plain.content)) * 1.1 < len(plain.content) / 2
    assert small.headers["etag"] != plain.headers["etag"]
    assert "public" in small.headers["cache-control"]
    assert "Accept-Encoding" in small.headers["vary"]
    again = client.get(path, headers={"Accept-Encoding": "gzip", "If-None-Match": small.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    head = client.head(path, headers={"Accept-Encoding": "gzip"})
    assert (head.status_code, head.content, head.headers["etag"]) == (200, b"", small.headers["etag"])


def test_what_is_not_public_is_never_compressed(client):
    answer = client.get("/api/v1/cart/", headers={"Accept-Encoding": "gzip"})
    assert "content-encoding" not in answer.headers
