"""Lists: whole links, walking by place, and places that can't be made up."""

import base64
import json

import pytest

ROWS = "/api/v1/trial/rows/"


def rows(answer):
    return [row["n"] for row in answer.json()["results"]]


def test_a_first_page_has_twenty_and_counts_all(trial):
    answer = trial.get(ROWS).json()
    assert (answer["count"], len(answer["results"]), answer["previous"]) == (100, 20, None)
    assert answer["next"].startswith("https://shop.example/api/v1/trial/rows/?cursor=")


def test_links_walk_over_everything_once_and_keep_the_other_parameters(trial):
    seen, url = [], f"{ROWS}?tag=a&tag=b%26c&page_size=33&search=x%20y&count=false"
    while url:
        answer = trial.get(url.removeprefix("https://shop.example"))
        assert answer.json()["count"] is None
        seen += rows(answer)
        url = answer.json()["next"]
        assert url is None or "tag=a&tag=b%26c&page_size=33&search=x+y&count=false" in url
    assert seen == list(range(1, 101))


def test_previous_leads_back(trial):
    second = trial.get(trial.get(f"{ROWS}?page_size=10").json()["next"].removeprefix("https://shop.example"))
    first = trial.get(second.json()["previous"].removeprefix("https://shop.example"))
    assert (rows(second)[0], rows(first)[0]) == (11, 1)


def test_a_page_can_be_asked_for_by_number(trial):
    assert rows(trial.get(f"{ROWS}?page=3&page_size=10"))[0] == 21


@pytest.mark.parametrize("page", ["0", "-1", "1000001", "1000000000000", "999999999999999999"])
def test_an_impossible_page_is_not_found(trial, page):
    answer = trial.get(f"{ROWS}?page={page}")
    assert (answer.status_code, answer.json()) == (404, {"detail": "Invalid page.", "code": "page_not_found"})


def a_cursor(trial, query="") -> str:
    return trial.get(f"{ROWS}?{query}").json()["next"].rpartition("cursor=")[2]


@pytest.mark.parametrize("change", ["", "x", "=", "AAAA", "%00", "é", "a" * 3_000])
def test_a_made_up_place_is_refused(trial, change):
    answer = trial.get(ROWS, params={"cursor": change})
    assert (answer.status_code, list(answer.json())) == (400, ["cursor"])


def test_an_edited_place_is_refused_wherever_it_is_edited(trial):
    cursor = a_cursor(trial)
    for position in range(0, len(cursor) - 1, 3):
        edited = cursor[:position] + ("A" if cursor[position] != "A" else "B") + cursor[position + 1 :]
        assert trial.get(f"{ROWS}?cursor={edited}").json() == {"cursor": ["Invalid cursor."]}


def test_a_place_with_another_content_under_the_old_signature_is_refused(trial):
    cursor = a_cursor(trial)
    raw = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
    place = json.dumps({"key": ["1' OR 1=1"], "backwards": False}).encode()
    forged = base64.urlsafe_b64encode(raw[:12] + place).decode().rstrip("=")
    assert trial.get(f"{ROWS}?cursor={forged}").status_code == 400


def test_a_place_is_good_for_its_own_list_only(trial):
    assert trial.get(f"{ROWS}?search=other&cursor={a_cursor(trial)}").status_code == 400
    assert trial.get(f"{ROWS}?cursor={a_cursor(trial, 'search=x')}").status_code == 400


def test_a_place_stays_good_when_the_page_size_changes(trial):
    assert len(rows(trial.get(f"{ROWS}?page_size=5&cursor={a_cursor(trial)}"))) == 5


def test_page_and_cursor_are_not_given_together(trial):
    assert trial.get(f"{ROWS}?page=2&cursor={a_cursor(trial)}").json() == {"cursor": ["Give either page or cursor."]}


@pytest.mark.parametrize("header", ["Host", "X-Forwarded-Host"])
def test_links_never_follow_what_a_request_says_of_its_host(trial, header):
    answer = trial.get(ROWS, headers={header: "testserver.local"})
    assert answer.json()["next"].startswith("https://shop.example/")
