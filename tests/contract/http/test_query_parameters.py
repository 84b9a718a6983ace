"""Query parameters: known, given once, and of the right form, or named in a 400."""

import time

import pytest

ROWS = "/api/v1/trial/rows/"


@pytest.mark.parametrize(
    ("query", "errors"),
    [
        ("colour=red", {"colour": ["Unknown parameter."]}),
        ("search=a&search=b", {"search": ["This parameter is given more than once."]}),
        ("limit=ten", {"limit": ["A valid integer is required."]}),
        ("limit=1.0", {"limit": ["A valid integer is required."]}),
        ("limit=%D9%A3", {"limit": ["A valid integer is required."]}),
        ("limit=0", {"limit": ["Ensure this value is greater than or equal to 1."]}),
        ("limit=" + "9" * 30, {"limit": ["Ensure this value is less than or equal to 50."]}),
        ("happy=perhaps", {"happy": ["Must be a valid boolean."]}),
        ("size=medium", {"size": ['"medium" is not a valid choice.']}),
        ("tag=a&tag=b%20c", {"tag": {"1": ["This value does not match the required pattern."]}}),
        ("&".join(f"tag={n}" for n in range(6)), {"tag": ["Ensure this field has no more than 5 elements."]}),
        ("search=%00", {"search": ["Null characters are not allowed."]}),
        ("search=" + "x" * 101, {"search": ["Ensure this field has no more than 100 characters."]}),
        ("page_size=0", {"page_size": ["Ensure this value is greater than or equal to 1."]}),
        ("page_size=101", {"page_size": ["Ensure this value is less than or equal to 100."]}),
        ("page_size=1000000000", {"page_size": ["Ensure this value is less than or equal to 100."]}),
        ("page_size=x", {"page_size": ["A valid integer is required."]}),
        ("page=x", {"page": ["A valid integer is required."]}),
        ("page=1.5", {"page": ["A valid integer is required."]}),
        ("a=1&size=medium", {"a": ["Unknown parameter."], "size": ['"medium" is not a valid choice.']}),
        ("limit=x&size=y", {"limit": ["A valid integer is required."], "size": ['"y" is not a valid choice.']}),
    ],
)
def test_a_wrong_parameter_is_named(trial, query, errors):
    answer = trial.get(f"{ROWS}?{query}")
    assert (answer.status_code, answer.json()) == (400, errors)


@pytest.mark.parametrize("query", ["search=%ff", "search=%ED%A0%80", "&".join(f"a{n}=1" for n in range(101))])
def test_a_query_that_is_not_utf8_or_has_no_end_is_refused(trial, query):
    answer = trial.get(f"{ROWS}?{query}")
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid")


@pytest.mark.parametrize(
    "query",
    [
        "",
        "size=small&tag=a&tag=b&happy=true&limit=3",
        "search=",
        "search=%F0%9F%98%80",
        "happy=0",
        "page=2&count=false",
    ],
)
def test_right_parameters_are_taken(trial, query):
    assert trial.get(f"{ROWS}?{query}").status_code == 200


@pytest.mark.parametrize("path", ["/api/health/", "/api/v1/trial/guest/", "/api/v1/trial/secret/x/"])
def test_a_route_without_parameters_takes_none(trial, path):
    assert trial.get(f"{path}?debug=1").json() == {"debug": ["Unknown parameter."]}


@pytest.mark.parametrize(
    "text",
    [
        "' OR 1=1 --",
        "1;SELECT pg_sleep(5)",
        "$ne",
        "[$gt]=",
        "{{7*7}}",
        "../../etc/passwd",
        "%s%s%s",
        "\\",
        "*:*",
        "a" * 90,
    ],
)
@pytest.mark.parametrize("name", ["search", "size", "tag", "limit", "page", "page_size", "cursor", "count"])
def test_an_injection_is_a_text_or_a_400_and_takes_no_time(trial, name, text):
    started = time.process_time()
    answer = trial.get(ROWS, params={name: text})
    assert time.process_time() - started < 0.5
    assert answer.status_code == (200 if name == "search" else answer.status_code)
    assert answer.status_code in {200, 400}


@pytest.mark.parametrize("part", ["%00", "a%00b", "x" * 300, "%0d%0aSet-Cookie:x"])
def test_a_path_that_no_database_holds_is_not_found(trial, part):
    answer = trial.get(f"/api/v1/trial/secret/{part}/")
    assert answer.status_code in {200, 404}
    if "0d" not in part:
        assert answer.status_code == 404
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize("number", ["1", "not-a-uuid", "01998f4e-7b1a-7c3d-9e2f-0a1b2c3d4e5", "%20"])
def test_an_id_of_another_form_is_not_found(trial, number):
    answer = trial.get(f"/api/v1/trial/versions/{number}/")
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
