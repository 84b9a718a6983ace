"""Any method on any address gets an answer that says what would have worked."""

import pytest


@pytest.mark.parametrize("path", ["/api/health/", "/api/health"])
def test_a_trailing_slash_makes_no_difference(client, path):
    assert client.get(path).json()["status"] == "ok"


def test_an_unknown_address_is_not_found(client):
    answer = client.get("/api/v1/nothing/here/")
    assert (answer.status_code, answer.json()) == (404, {"detail": "Not found.", "code": "not_found"})


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "TRACE", "BREW"])
def test_a_method_that_an_address_does_not_take_is_refused_with_those_that_it_takes(client, method):
    answer = client.request(method, "/api/health/")
    assert (answer.status_code, answer.json()["code"]) == (405, "method_not_allowed")
    assert answer.headers["allow"] == "GET, HEAD, OPTIONS"


def test_options_names_the_methods(client):
    answer = client.options("/api/health/")
    assert (answer.status_code, answer.headers["allow"], answer.content) == (204, "GET, HEAD, OPTIONS", b"")


def test_head_answers_as_get_without_the_content(client):
    answer, full = client.head("/api/health/"), client.get("/api/health/")
    assert (answer.status_code, answer.content) == (200, b"")
    assert answer.headers["content-type"] == full.headers["content-type"]
    assert answer.headers["content-length"] == full.headers["content-length"]
