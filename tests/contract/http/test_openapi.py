"""The OpenAPI document is complete and true to itself, and its pages ask the internet for nothing."""

import os
import re
import subprocess
import sys
from typing import Any

import jsonschema
import pytest
import yaml
from litestar.testing import TestClient
from openapi_spec_validator import validate

from shop_adapters.composition.container import build
from shop_http.app import create_app
from tests.contract.http.trial_routes import settings_for_trial


@pytest.fixture(scope="module")
def client():
    with TestClient(create_app(build(settings_for_trial()))) as client:
        yield client


@pytest.fixture(scope="module")
def document(client) -> dict[str, Any]:
    return client.get("/api/schema/").json()


def operations(document):
    return [(path, method, own) for path, methods in document["paths"].items() for method, own in methods.items()]


def test_it_is_valid_openapi_3_1(document):
    assert document["openapi"].startswith("3.1.")
    validate(document)


def test_yaml_says_the_same(client, document):
    answer = client.get("/api/schema/?format=yaml")
    assert answer.headers["content-type"].startswith("application/yaml")
    assert yaml.safe_load(answer.text) == document


def test_every_process_makes_the_same_document():
    make = (
        "from shop_http.documentation.document import OpenApiDocument\n"
        "import hashlib\n"
        "from shop_http.app import create_app\n"
        "from shop_adapters.composition.container import build\n"
        "from tests.contract.http.trial_routes import settings_for_trial\n"
        "document = OpenApiDocument()\n"
        "document.describe(create_app(build(settings_for_trial())))\n"
        "print(hashlib.sha256(document.as_json).hexdigest())"
    )
    told = {
        subprocess.run(
            [sys.executable, "-c", make],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(told) == 1


def test_every_operation_has_a_name_of_its_own_a_summary_and_a_tag(document):
    names = [own["operationId"] for _, _, own in operations(document)]
    assert sorted(names) == sorted(set(names))
    for path, method, own in operations(document):
        assert own["summary"], (method, path)
        assert own["tags"], (method, path)


def test_every_operation_tells_what_it_answers_and_how_it_refuses(document):
    for path, method, own in operations(document):
        answers = own["responses"]
        assert [status for status in answers if status < "4"], (method, path)
        assert {"400", "429", "500", "503"} <= answers.keys(), (method, path)
        assert (
            ("413" in answers and "415" in answers)
            or "application/json" not in _body(own).get("content", {})
            or ("webhook" in path)
        ), (method, path)
        if {"bearer": []} in own["security"] and {} not in own["security"]:
            assert "401" in answers, (method, path)
        for status, answer in answers.items():
            if status >= "4":
                assert answer["content"].keys() == {"application/json", "application/problem+json"}


def _body(own):
    return own.get("requestBody", {})


def test_trailing_slashes_are_canonical(document):
    assert [path for path in document["paths"] if not path.endswith(("/", ".pdf"))] == []


def test_every_example_fits_its_schema(document):
    seen = 0
    for path, method, own in operations(document):
        contents = [_body(own).get("content", {}), *(answer.get("content", {}) for answer in own["responses"].values())]
        for content in contents:
            for media in content.values():
                examples = [media["example"]] if "example" in media else []
                examples += [named["value"] for named in media.get("examples", {}).values()]
                for example in examples:
                    schema = {**media["schema"], "components": document["components"]}
                    try:
                        jsonschema.Draft202012Validator(schema).validate(example)
                    except jsonschema.ValidationError as error:
                        pytest.fail(f"{method} {path}: {error.message} in {example}")
                    seen += 1
    assert seen > 100


def test_every_request_has_an_example_that_the_shop_would_read(document):
    for path, method, own in operations(document):
        if "requestBody" in own and own["requestBody"].get("required"):
            assert own["requestBody"]["content"]["application/json"]["example"], (method, path)


@pytest.mark.parametrize("page", ["/api/docs/", "/api/redoc/"])
def test_pages_load_nothing_from_elsewhere(client, page):
    answer = client.get(page)
    assert answer.headers["content-type"].startswith("text/html")
    assert re.findall(r"(?:https?:)?//[a-z]", answer.text) == []
    assets = re.findall(r'(?:src|href)="([^"]+)"', answer.text)
    assert len(assets) >= 2
    for asset in assets:
        assert client.get(asset).status_code == 200
    policy = answer.headers["content-security-policy"]
    assert "http" not in policy
    assert "script-src 'self' 'sha256-" in policy


def test_pages_may_run_the_scripts_that_they_contain(client):
    import base64
    import hashlib

    for page in ("/api/docs/", "/api/redoc/"):
        answer = client.get(page)
        script = re.findall(r"<script>(.*?)</script>", answer.text)[0]
        digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in answer.headers["content-security-policy"]


@pytest.mark.parametrize("name", ["x", "..%2f..%2fetc%2fpasswd", "swagger-ui.css%00", "redoc.js.map"])
def test_only_the_pages_own_files_are_given(client, name):
    assert client.get(f"/api/docs/assets/{name}").status_code == 404
