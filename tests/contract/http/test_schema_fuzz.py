"""Thousands of requests made from the OpenAPI document, right and wrong: every answer is one that it announces.

The number of cases is `CASES`; `SHOP_FUZZ_CASES` asks for more.
"""

import os
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from litestar.testing import TestClient
from schemathesis import GenerationMode
from schemathesis.checks import CHECKS, load_all_checks

from shop_adapters.composition.container import Shop, build
from shop_http.app import create_app
from tests import postgres
from tests.contract.http.callers import a_staff_member, a_user
from tests.contract.http.trial_routes import settings_for_trial

CASES = int(os.environ.get("SHOP_FUZZ_CASES", "2400"))
WHO = ("nobody", "guest", "user", "staff")
load_all_checks()
NAMES = ("not_a_server_error", "status_code_conformance", "content_type_conformance", "response_schema_conformance")
ANSWERS = CHECKS.get_by_names(NAMES)
DOCUMENT = TestClient(create_app(build(settings_for_trial()))).get("/api/schema/").json()
OPERATIONS = [
    found.ok()  # pyright: ignore[reportAttributeAccessIssue] - the other kind is a document that is no OpenAPI
    for found in schemathesis.openapi.from_dict(DOCUMENT).get_all_operations()
]
WRONG = [operation for operation in OPERATIONS if operation.body or next(operation.iter_parameters(), None)]
"""Where nothing is asked, nothing can be asked wrongly."""
TRIES = [
    *(pytest.param(operation, GenerationMode.POSITIVE, id=f"{operation.label} right") for operation in OPERATIONS),
    *(pytest.param(operation, GenerationMode.NEGATIVE, id=f"{operation.label} wrong") for operation in WRONG),
]
UNLIMITED = dict.fromkeys(
    (
        "login_ip_max_attempts",
        "login_user_max_attempts",
        "register_ip_max_attempts",
        "email_verification_max_attempts",
        "password_reset_max_attempts",
    ),
    0,
)
"""Requests that are wrong on purpose must not shut out those that come after them, in whatever order they come."""
PER_TRY = CASES // len(TRIES) + 1


@pytest.fixture(scope="module")
def shop():
    url = postgres.fresh_database()
    shop = build(settings_for_trial(database_url=url, **UNLIMITED))
    yield shop
    shop.store().close()
    postgres.drop_database(url)


@pytest.fixture(scope="module")
def client(shop):
    with TestClient(create_app(shop), raise_server_exceptions=False) as client:
        yield client


@pytest.mark.postgres
@pytest.mark.timeout(300)
@pytest.mark.parametrize(("operation", "mode"), TRIES)
def test_every_answer_is_one_that_the_document_announces(client, shop, operation, mode, runs_on):
    runs_on("PostgreSQL")
    headers = headers_of(client, shop)

    @seed(20260501)
    @given(case=operation.as_strategy(generation_mode=mode), who=st.sampled_from(WHO))
    @settings(
        max_examples=PER_TRY,
        database=None,
        derandomize=False,
        phases=[Phase.generate],
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large],
    )
    def run(case, who) -> None:
        case.headers = {**(case.headers or {}), **headers[who]}
        case.validate_response(sent(client, case), checks=ANSWERS)

    run()


def headers_of(client: TestClient[Any], shop: Shop) -> dict[str, dict[str, str]]:
    """Sign people in anew for each operation: one may have signed them out."""
    return {
        "nobody": {},
        "guest": {"X-Session-Key": "g" * 43},
        "user": a_user(shop, client).headers,
        "staff": a_staff_member(shop, client).headers,
    }


def sent(client: TestClient[Any], case: Any) -> Any:
    request = case.as_transport_kwargs(base_url="http://testserver.local")
    headers = {name: value.encode("latin-1", "replace") for name, value in dict(request.pop("headers")).items()}
    body = {name: request[name] for name in ("json", "data", "files") if request.get(name) is not None}
    if isinstance(body.get("data"), bytes | str):
        body = {"content": body["data"]}
    return client.request(
        request["method"],
        request["url"],
        params=request.get("params"),
        headers=headers,
        **body,
    )


def test_enough_is_tried():
    assert PER_TRY * len(TRIES) >= 2_000
