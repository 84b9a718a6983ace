"""Routes that take no body: one that says nothing is taken, one that says something is refused."""

import pytest

MUTE = ("POST", "/api/v1/trial/mute/"), ("DELETE", "/api/v1/trial/refuse/sorry/")
JSON = {"Content-Type": "application/json"}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@pytest.mark.parametrize(("method", "path"), MUTE)
@pytest.mark.parametrize(
    ("body", "headers"),
    [(b"", {}), (b"", JSON), (b"", FORM), (b"{}", JSON), (b" {} ", JSON), (b"{}", {}), (b"\n", {})],
)
def test_a_route_that_takes_no_body_takes_one_that_says_nothing(trial, method, path, body, headers):
    assert trial.request(method, path, content=body, headers=headers).status_code in {200, 409}


@pytest.mark.parametrize(("method", "path"), MUTE)
@pytest.mark.parametrize(
    ("body", "headers", "status", "answer"),
    [
        (b'{"foo":1}', JSON, 400, {"foo": ["Unknown field."]}),
        (b'{"foo":1}', {}, 400, {"foo": ["Unknown field."]}),
        (b"[1]", JSON, 400, "invalid"),
        (b"null", JSON, 400, "invalid"),
        (b"{", JSON, 400, "parse_error"),
        (b"foo=1", {}, 400, "parse_error"),
        (b"foo=1", FORM, 415, "unsupported_media_type"),
        (b"{}", {**JSON, "Content-Encoding": "gzip"}, 415, "unsupported_media_type"),
        (b" " * (1024 * 1024 + 1), JSON, 413, "body_too_large"),
    ],
)
def test_a_route_that_takes_no_body_refuses_one_that_says_something(trial, method, path, body, headers, status, answer):
    refused = trial.request(method, path, content=body, headers=headers)
    assert refused.status_code == status
    assert answer in (refused.json(), refused.json().get("code"))
