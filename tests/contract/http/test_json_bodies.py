"""Whatever is sent as a body, the answer is quick, names what is wrong, and is never a 500."""

import json
import time

import pytest

GOOD = {"name": "A", "items": [{"sku": "S", "quantity": 1}]}
EVERYTHING = "/api/v1/trial/everything/"
LONGEST_SECONDS = 0.5
"""The promise is 0.1 s on a machine of one's own; a shared one gets some patience."""


def send(client, body, content_type="application/json"):
    started = time.process_time()
    answer = client.post(EVERYTHING, content=body, headers={"Content-Type": content_type})
    assert time.process_time() - started < LONGEST_SECONDS, "counted in seconds of CPU, the client's own included"
    assert answer.status_code < 500
    return answer


def test_a_good_body_is_taken(trial):
    assert send(trial, json.dumps(GOOD)).json()["items"] == [{"sku": "S", "quantity": 1}]


@pytest.mark.parametrize("depth", [32, 64, 65, 500, 990, 2_000, 200_000])
@pytest.mark.parametrize("pair", ["[]", '{"a":}'], ids=["lists", "objects"])
def test_nesting_is_bounded(trial, depth, pair):
    opening, closing = pair[:-1], pair[-1]
    body = opening * depth + ("1" if pair != "[]" else "") + closing * depth
    answer = send(trial, body[: 1024 * 1024])
    assert answer.status_code == 400
    if 64 < depth <= 2_000:
        assert answer.json() == {"detail": "The body is nested more than 64 levels deep.", "code": "parse_error"}


def test_brackets_inside_of_texts_are_no_nesting(trial):
    body = {**GOOD, "note": '[{"\\' * 100}
    assert send(trial, json.dumps(body)).status_code == 200


@pytest.mark.parametrize(
    "body",
    [
        "{" + ",".join(f'"k{i}":1' for i in range(90_000)) + "}",
        "[" + "0," * 500_000 + "0]",
        "[" + "[]," * 340_000 + "[]]",
        '{"name":"A","items":[' + '{"sku":"S","quantity":1},' * 40_000 + "0]}",
        '["' + '","' * 340_000 + '"]',
        '{"name":"' + "x" * 1_000_000 + '"}',
        '{"name":"' + "\\u0041" * 170_000 + '"}',
        '"' + '\\"' * 500_000 + '"',
        '{"name":' + "9" * 1_000_000 + "}",
        '{"name":1' + "0" * 5_000 + "}",
    ],
    ids=["wide", "long", "lists", "items", "texts", "text", "escapes", "quotes", "digits", "integer"],
)
def test_a_huge_body_is_refused_quickly(trial, body):
    assert send(trial, body).status_code == 400


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b" ",
        b"{",
        b"nul",
        b"{'name': 1}",
        b'{"name": "A",}',
        b'{"a" 1}',
        b"\xef\xbb\xbf{}",
        b'{"name":"\xff"}',
        b'{"name":"\xed\xa0\x80"}',
        b'{"name":"\xc0\xaf"}',
        '{"name":"A"}'.encode("utf-16"),
        b'{"name":"a\nb"}',
        b'{"name":"a\x00b"}',
        b"{} {}",
        b'{"name": 01}',
    ],
)
def test_what_is_not_json_in_utf8_is_refused(trial, body):
    answer = send(trial, body)
    assert (answer.status_code, answer.json()) == (
        400,
        {"detail": "The body is not valid JSON.", "code": "parse_error"},
    )


@pytest.mark.parametrize("body", ["[]", "null", '"text"', "1", "true"])
def test_a_body_that_is_no_object_is_refused_as_a_whole(trial, body):
    answer = send(trial, body)
    assert answer.status_code == 400
    assert answer.json()["code"] == "invalid"
    assert len(answer.json()["non_field_errors"]) == 1


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a\0b", "Null characters are not allowed."),
        ("\ud800", "Surrogate characters are not allowed."),
        ("\udfff\ud800", "Surrogate characters are not allowed."),
    ],
)
def test_a_text_that_no_database_holds_is_refused(trial, text, message):
    assert send(trial, json.dumps({**GOOD, "note": text})).json() == {"note": [message]}
    inside = {"name": "A", "items": [{"sku": text, "quantity": 1}]}
    assert send(trial, json.dumps(inside)).json() == {"items": {"0": {"sku": [message]}}}
    assert send(trial, json.dumps({**GOOD, text: 1})).status_code == 400


@pytest.mark.parametrize("text", ["\u202eright to left\u202c", "😀", "e\u0301", "\\u0000", "\u2028", "\x7f", "a\tb"])
def test_any_other_text_comes_back_as_it_was(trial, text):
    assert send(trial, json.dumps({**GOOD, "note": text})).json()["note"] == text


def test_duplicate_keys_are_refused_where_they_stand(trial):
    body = '{"name":"A","name":"B","items":[{"sku":"S","quantity":1,"quantity":2}],"extra":{"a":"b","a":"b"}}'
    twice = ["This field is given more than once."]
    assert send(trial, body).json() == {"name": twice, "items": {"0": {"quantity": twice}}, "extra": {"a": twice}}


def test_duplicate_keys_are_seen_through_escapes(trial):
    assert send(trial, r'{"name":"A","n\u0061me":"B","items":[]}').json() == {
        "name": ["This field is given more than once."]
    }


@pytest.mark.parametrize(
    "quantity",
    [
        *("1.0", "1e0", "1.5", "-0", "-1", "0", "1000", "2147483648", "4294967296", "9223372036854775808"),
        *("18446744073709551616", "9" * 30, "9" * 4_400, "1e400", "1E+999999", "NaN", "Infinity", "-Infinity"),
        *("true", "null", '"1"', "[1]", "{}"),
    ],
)
def test_only_a_whole_number_in_bounds_is_a_quantity(trial, quantity):
    answer = send(trial, '{"name":"A","items":[{"sku":"S","quantity":' + quantity + "}]}")
    assert answer.status_code == 400
    if len(quantity) < 4_300:
        assert list(answer.json()["items"]["0"]) == ["quantity"]


@pytest.mark.parametrize("ratio", ["NaN", "Infinity", "1e400", "-1", "2", '"0.5"', "true"])
def test_only_a_finite_number_in_bounds_is_a_number(trial, ratio):
    answer = send(trial, json.dumps(GOOD)[:-1] + f', "ratio": {ratio}}}')
    assert (answer.status_code, list(answer.json())) == (400, ["ratio"])


def test_every_wrong_field_is_named_at_once_in_its_place(trial):
    body = {
        "items": [{"sku": "a b", "quantity": 0}, {"quantity": 5_000, "colour": "red"}, 7],
        "note": "x" * 2_001,
        "size": "medium",
        "price": "1e5",
        "currency": "eur",
        "email": "x",
        "id": "not-one",
        "born": "yesterday",
        "at": "2026-05-01T12:00:00",
        "happy": "yes",
        "extra": {"k" * 21: "v"},
        "admin": True,
    }
    assert send(trial, json.dumps(body)).json() == {
        "name": ["This field is required."],
        "items": {
            "0": {
                "sku": ["This value does not match the required pattern."],
                "quantity": ["Ensure this value is greater than or equal to 1."],
            },
            "1": {
                "sku": ["This field is required."],
                "quantity": ["Ensure this value is less than or equal to 999."],
                "colour": ["Unknown field."],
            },
            "2": ["Invalid data. Expected an object, but got an integer."],
        },
        "note": ["Ensure this field has no more than 2000 characters."],
        "size": ['"medium" is not a valid choice.'],
        "price": ["This value does not match the required pattern."],
        "currency": ["This value does not match the required pattern."],
        "email": ["Ensure this field has at least 3 characters."],
        "id": ["Must be a valid UUID."],
        "born": ["Date has wrong format. Use one of these formats instead: YYYY-MM-DD."],
        "at": ["Datetime has wrong format. Use ISO 8601 with a time zone, such as 2026-01-31T09:30:00Z."],
        "happy": ["Must be a valid boolean."],
        "extra": {"k" * 21: ["Ensure this field has no more than 20 characters."]},
        "admin": ["Unknown field."],
    }


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (None, "This field may not be null."),
        ("", "This field may not be blank."),
        (1, "Not a valid string."),
        (["a"], "Not a valid string."),
        ("x" * 256, "Ensure this field has no more than 255 characters."),
    ],
)
def test_a_wrong_text_is_told_why(trial, value, message):
    assert send(trial, json.dumps({**GOOD, "name": value})).json() == {"name": [message]}


@pytest.mark.parametrize(
    ("items", "message"),
    [
        ([], "This list may not be empty."),
        ([{"sku": "S", "quantity": 1}] * 6, "Ensure this field has no more than 5 elements."),
        ({}, "Expected a list of items but got an object."),
    ],
)
def test_a_wrong_list_is_told_why(trial, items, message):
    assert send(trial, json.dumps({**GOOD, "items": items})).json() == {"items": [message]}


def test_an_error_answer_stays_small_however_much_is_wrong(trial):
    body = json.dumps({**GOOD, **{f"unknown{i}": 1 for i in range(900)}})
    assert len(send(trial, body).content) < 10_000


@pytest.mark.parametrize(
    "content_type",
    [
        "text/plain",
        "",
        "application/xml",
        "multipart/form-data; boundary=x",
        "application/x-www-form-urlencoded",
        "application/json; charset=utf-16",
        "application/json; charset=latin-1",
        "application/jsonp",
        "text/plain; application/json",
    ],
)
def test_only_json_in_utf8_is_taken(trial, content_type):
    answer = send(trial, json.dumps(GOOD), content_type)
    assert (answer.status_code, answer.json()["code"]) == (415, "unsupported_media_type")


def test_a_body_without_a_content_type_is_not_taken(trial):
    request = trial.build_request("POST", EVERYTHING, content=json.dumps(GOOD))
    request.headers.pop("content-type", None)
    assert trial.send(request).status_code == 415


def test_nothing_at_all_is_an_object_without_fields(trial):
    request = trial.build_request("POST", EVERYTHING)
    request.headers.pop("content-type", None)
    answer = trial.send(request)
    assert (answer.status_code, answer.json()) == (
        400,
        {"name": ["This field is required."], "items": ["This field is required."]},
    )


@pytest.mark.parametrize("content_type", ["application/json", "Application/JSON", 'application/json; charset="UTF-8"'])
def test_json_may_be_named_as_clients_do(trial, content_type):
    assert send(trial, json.dumps(GOOD), content_type).status_code == 200


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "zstd", "gzip, identity", "x-unknown"])
def test_a_compressed_body_is_not_taken_and_not_inflated(trial, encoding):
    headers = {"Content-Type": "application/json", "Content-Encoding": encoding}
    answer = trial.post(EVERYTHING, content=b"\x1f\x8b\x08\x00", headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (415, "unsupported_media_type")


@pytest.mark.parametrize("size", [1024 * 1024 + 1, 12 * 1024 * 1024])
def test_a_body_over_its_limit_is_too_large(trial, size):
    answer = send(trial, b" " * size)
    assert (answer.status_code, answer.json()["code"]) == (413, "body_too_large")


def test_a_body_at_its_limit_is_read(trial):
    body = json.dumps(GOOD).encode()
    assert send(trial, body + b" " * (1024 * 1024 - len(body))).status_code == 200


def test_a_raw_body_is_bounded_too(trial):
    assert trial.post("/api/v1/trial/raw/", content=b"x" * (1024 * 1024 + 1)).status_code == 413


def test_a_raw_request_comes_as_it_was_sent(trial):
    headers = {"Content-Type": "text/odd"}
    answer = trial.post("/api/v1/trial/raw/?a=1&a=2", content=b"\xffx", headers=headers)
    assert answer.json() == {"body": "ÿx", "query": "a=1&a=2", "type": "text/odd"}


@pytest.mark.parametrize("text", ["EUR\n", "EUR\r\n", "\nEUR"])
def test_a_line_end_is_no_part_of_a_code(trial, text):
    answer = send(trial, json.dumps({**GOOD, "currency": text}))
    assert (answer.status_code, set(answer.json())) == (400, {"currency"})
