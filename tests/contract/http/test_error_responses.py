"""Every refusal has one of three shapes, and the shape of RFC 9457 for who asks for it."""

import logging

import pytest


def test_a_refusal_tells_its_code_and_its_details(trial):
    answer = trial.delete("/api/v1/trial/refuse/sorry/")
    assert (answer.status_code, answer.json()) == (409, {"detail": "Sorry.", "code": "sorry", "variant_id": "v1"})


def test_a_refusal_of_a_whole_form_is_a_list_beside_its_code(trial):
    answer = trial.delete("/api/v1/trial/refuse/wrong/")
    assert (answer.status_code, answer.json()) == (400, {"non_field_errors": ["All wrong."], "code": "wrong"})


def test_a_refusal_that_passes_says_when_to_come_again(trial):
    answer = trial.delete("/api/v1/trial/refuse/busy/")
    assert (answer.status_code, answer.headers["retry-after"], answer.json()["code"]) == (503, "7", "busy")


@pytest.mark.parametrize(
    ("method", "path", "problem"),
    [
        ("DELETE", "refuse/sorry/", {"title": "Conflict", "status": 409, "detail": "Sorry.", "code": "sorry"}),
        ("DELETE", "refuse/wrong/", {"title": "Bad Request", "status": 400, "detail": "All wrong.", "code": "wrong"}),
        ("GET", "nothing/", {"title": "Not Found", "status": 404, "detail": "Not found.", "code": "not_found"}),
        ("PATCH", "rows/", {"title": "Method Not Allowed", "status": 405, "code": "method_not_allowed"}),
        ("GET", "mine/", {"title": "Unauthorized", "status": 401, "code": "not_authenticated"}),
        ("GET", "rows/?a=1", {"title": "Bad Request", "status": 400, "errors": {"a": ["Unknown parameter."]}}),
    ],
)
def test_who_asks_for_it_gets_the_standard_shape(trial, method, path, problem):
    answer = trial.request(method, f"/api/v1/trial/{path}", headers={"Accept": "application/problem+json"})
    assert answer.headers["content-type"] == "application/problem+json"
    assert problem.items() <= answer.json().items()
    assert answer.json()["type"] == "about:blank"
    assert answer.status_code == problem["status"]


def test_an_unexpected_error_tells_nothing_but_the_id_to_find_it_by(trial, caplog):
    with caplog.at_level(logging.ERROR, "shop.http"):
        answer = trial.get("/api/v1/trial/crash/", headers={"X-Request-ID": "find-me"})
    assert answer.status_code == 500
    assert answer.json() == {"detail": "Internal server error.", "code": "internal_error", "request_id": "find-me"}
    assert "find-me" in caplog.text
    assert "RuntimeError" in caplog.text


@pytest.mark.parametrize("path", ["mine/", "staff/"])
def test_who_must_sign_in_is_told_how(trial, path):
    answer = trial.get(f"/api/v1/trial/{path}")
    assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")
    assert answer.json() == {"detail": "Authentication credentials were not provided.", "code": "not_authenticated"}


@pytest.mark.parametrize(
    "header", ["", "Bearer", "Bearer ", "Basic YTpi", "Token x", "x", "Bearer a b", "Bearer " + "x" * 5_000]
)
@pytest.mark.parametrize("path", ["mine/", "guest/"])
def test_what_is_no_bearer_token_is_refused_where_one_may_be(trial, header, path):
    answer = trial.get(f"/api/v1/trial/{path}", headers={"Authorization": header})
    assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")


def test_a_public_route_does_not_look_at_credentials(trial):
    assert trial.get("/api/v1/trial/rows/", headers={"Authorization": "nonsense"}).status_code == 200


@pytest.mark.parametrize("key", ["a" * 21, "a" * 129, "a b" * 10, "é" * 22, "a" * 22 + "="])
def test_a_guest_key_that_can_not_be_ours_is_refused(trial, key):
    answer = trial.get("/api/v1/trial/guest/", headers={"X-Session-Key": key.encode("latin-1")})
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid_session_key")


@pytest.mark.parametrize(("key", "seen"), [("", None), ("a" * 22, "a" * 22), ("A-_9" * 32, "A-_9" * 32)])
def test_a_guest_key_is_handed_on(trial, key, seen):
    assert trial.get("/api/v1/trial/guest/", headers={"X-Session-Key": key}).json()["guest_key"] == seen


@pytest.mark.parametrize("options", [{}, {"content": "x"}, {"json": {"quantity": 0}}, {"data": {"a": "b"}}])
def test_who_is_not_known_is_not_told_what_is_wrong_with_what_they_send(trial, options):
    assert trial.post("/api/v1/trial/mine/", **options).status_code == 401


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("application/problem+json", "application/problem+json"),
        ("APPLICATION/Problem+JSON", "application/problem+json"),
        ("text/html, application/problem+json;q=0.5", "application/problem+json"),
        ("application/problem+json;q=0", "application/json; charset=utf-8"),
        ("application/json, application/problem+json; q=0.000", "application/json; charset=utf-8"),
        ("application/problem+jsonx", "application/json; charset=utf-8"),
        ("*/*", "application/json; charset=utf-8"),
    ],
)
def test_the_standard_shape_is_for_who_accepts_it_and_caches_know(trial, accept, kind):
    answer = trial.get("/api/v1/nothing/", headers={"Accept": accept})
    assert (answer.status_code, answer.headers["content-type"]) == (404, kind)
    assert "Accept" in answer.headers.get_list("vary", split_commas=True)
