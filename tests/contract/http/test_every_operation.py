"""What holds for one route holds for all: hostile bodies, odd queries, headers and shapes, on every operation."""

import json
import re
import time
from typing import Any

import pytest
from litestar.testing import TestClient

from shop_adapters.composition.container import build
from shop_http.app import create_app
from tests.contract.http.callers import a_staff_member
from tests.contract.http.trial_routes import settings_for_trial

DOCUMENT = TestClient(create_app(build(settings_for_trial()))).get("/api/schema/").json()
OPERATIONS = [
    pytest.param(method.upper(), path, own, id=f"{method.upper()} {path}")
    for path, methods in DOCUMENT["paths"].items()
    for method, own in methods.items()
]
WITH_BODY = [case for case in OPERATIONS if case.values[2].get("requestBody", {}).get("required")]  # pyright: ignore[reportAttributeAccessIssue, reportIndexIssue]
UNUSUAL = {
    "deep": "[" * 30_000 + "]" * 30_000,
    "deep objects": '{"a":' * 990 + "1" + "}" * 990,
    "wide": "{" + ",".join(f'"k{n}":{n}' for n in range(45_000)) + "}",
    "long": "[" + "0," * 400_000 + "0]",
    "digits": '{"a":' + "9" * 30 + "}",
    "endless": '{"a":1e400}',
    "nan": '{"a":NaN}',
    "nul": '{"a":"\\u0000","\\u0000":1}',
    "surrogate": '{"a":"\\ud800"}',
    "twice": '{"a":1,"a":2}',
    "list": "[]",
    "null": "null",
    "text": '"a"',
    "not json": "{",
    "bom": "\ufeff{}",
    "empty key": '{"":1}',
}


class ApiUnderTest:
    """One shop in memory, with a member of staff who may do everything."""

    def __init__(self, client: TestClient[Any], shop: Any) -> None:
        self.client = client
        self.shop = shop
        self.headers: dict[str, str] = {}

    def call(self, method: str, path: str, own: dict[str, Any], **options: Any) -> Any:
        filled = re.sub(r"\{(\w+)\}", lambda match: _value(own, match.group(1)), path)
        headers = {**self.headers, **options.pop("headers", {})}
        return self.client.request(method, filled + options.pop("query", ""), headers=headers, **options)


def _value(own: dict[str, Any], name: str) -> str:
    shape = next(parameter["schema"] for parameter in own["parameters"] if parameter["name"] == name)
    return "01998f4e-7b1a-7c3d-9e2f-0a1b2c3d4e5f" if shape.get("format") == "uuid" else "nothing"


@pytest.fixture(scope="module")
def empty_api():
    shop = build(settings_for_trial())
    with TestClient(create_app(shop), raise_server_exceptions=False) as client:
        yield ApiUnderTest(client, shop)


@pytest.fixture
def api(empty_api):
    empty_api.headers = a_staff_member(empty_api.shop, empty_api.client).headers
    return empty_api


@pytest.mark.parametrize(("method", "path", "own"), WITH_BODY)
def test_a_hostile_body_is_refused_quickly_and_never_an_error_of_ours(api, method, path, own):
    for name, body in UNUSUAL.items():
        started = time.process_time()
        answer = api.call(method, path, own, content=body.encode(), headers={"Content-Type": "application/json"})
        assert answer.status_code == 400, (name, answer.text)
        assert time.process_time() - started < 1, name
        assert len(answer.content) < 20_000, name


@pytest.mark.parametrize(("method", "path", "own"), WITH_BODY)
def test_a_field_that_no_route_knows_is_named(api, method, path, own):
    known = own["requestBody"]["content"]["application/json"]["example"]
    answer = api.call(method, path, own, json={**known, "is_admin": True})
    assert (answer.status_code, answer.json()["is_admin"]) == (400, ["Unknown field."])


@pytest.mark.parametrize(("method", "path", "own"), WITH_BODY)
def test_a_field_given_twice_is_named(api, method, path, own):
    known = json.dumps(own["requestBody"]["content"]["application/json"]["example"])
    name = json.loads(known).popitem()[0]
    body = known.removesuffix("}") + f', "{name}": 1}}'
    answer = api.call(method, path, own, content=body, headers={"Content-Type": "application/json"})
    assert (answer.status_code, answer.json()[name]) == (400, ["This field is given more than once."])


@pytest.mark.parametrize(("method", "path", "own"), WITH_BODY)
@pytest.mark.parametrize("content_type", ["text/plain", "application/xml", "multipart/form-data; boundary=x"])
def test_only_json_is_taken(api, method, path, own, content_type):
    assert api.call(method, path, own, content="{}", headers={"Content-Type": content_type}).status_code == 415


TOLD_AT_ONCE = {
    "/api/v1/auth/login/": {"non_field_errors": ["Must include email and password."], "code": "required_fields"}
}
"""This route asks for all its fields in one sentence."""


@pytest.mark.parametrize(("method", "path", "own"), WITH_BODY)
def test_every_required_field_is_asked_for(api, method, path, own):
    shape = own["requestBody"]["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
    required = DOCUMENT["components"]["schemas"][shape].get("required", [])
    if required:
        answer = api.call(method, path, own, json={})
        assert answer.status_code == 400
        assert answer.json() == TOLD_AT_ONCE.get(path, {name: ["This field is required."] for name in required})


RAW = {"/api/v1/payments/paypal/webhook/"}
"""These hand their request over as it came: their signature decides."""
MAILED = {("GET", f"/api/v1/auth/{link}/{{token}}/") for link in ("verify-email", "confirm-email")}
"""Mail programs append what they like to these."""
OPEN = {"/api/v1/payments/paypal/success/", "/api/v1/payments/paypal/cancel/"}
"""To the query of these PayPal adds what it likes."""


@pytest.mark.parametrize(("method", "path", "own"), OPERATIONS)
def test_a_parameter_that_no_route_knows_is_named(api, method, path, own):
    if path not in RAW | OPEN and (method, path) not in MAILED:
        body = {"json": own["requestBody"]["content"]["application/json"]["example"]} if _has_body(own) else {}
        answer = api.call(method, path, own, query="?is_admin=1", **body)
        assert (answer.status_code, answer.json()["is_admin"]) == (400, ["Unknown parameter."])


def _has_body(own: dict[str, Any]) -> bool:
    return own.get("requestBody", {}).get("required", False)


@pytest.mark.parametrize(("method", "path", "own"), OPERATIONS)
def test_every_answer_has_the_same_manners(api, method, path, own):
    answer = api.call(method, path, own, headers={"X-Request-ID": "crawl", "Origin": "https://evil.example"})
    headers = answer.headers
    assert answer.status_code < 500
    assert headers["x-request-id"] == "crawl"
    assert headers["x-content-type-options"] == "nosniff"
    assert not {"server", "x-powered-by", "access-control-allow-origin", "set-cookie"} & set(headers)
    if own["security"] or method != "GET" or answer.status_code != 200:
        assert headers["cache-control"] == "no-store"
    if answer.status_code >= 400:
        assert headers["content-type"] == "application/json; charset=utf-8"
        assert "Traceback" not in answer.text
        assert "site-packages" not in answer.text
        assert answer.json()


@pytest.mark.parametrize(("_method", "path", "own"), OPERATIONS)
def test_every_method_that_is_not_offered_is_refused_with_those_that_are(api, _method, path, own):
    offered = {name.upper() for name in DOCUMENT["paths"][path]}
    expected = offered | {"OPTIONS"} | ({"HEAD"} if "GET" in offered else set())
    answer = api.call("PUT" if "PUT" not in offered else "BREW", path, own)
    assert answer.status_code == 405
    assert set(answer.headers["allow"].split(", ")) == expected
