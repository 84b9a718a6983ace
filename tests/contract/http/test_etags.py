"""Entity tags: a thing that did not change is not sent again, and a change that came too late is refused."""

from uuid import UUID

import pytest

FIVE = f"/api/v1/trial/versions/{UUID(int=5)}/"
BODY = {"sku": "S", "quantity": 1}


def test_an_answer_carries_its_version_and_may_be_kept(trial):
    answer = trial.get(FIVE)
    assert (answer.headers["etag"], answer.headers["cache-control"]) == ('"5"', "max-age=60, public")


@pytest.mark.parametrize("if_none_match", ['"5"', 'W/"5"', '"4", "5"', "*", '"4",W/"5"'])
def test_who_holds_that_version_gets_no_content(trial, if_none_match):
    answer = trial.get(FIVE, headers={"If-None-Match": if_none_match})
    assert (answer.status_code, answer.content, answer.headers["etag"]) == (304, b"", '"5"')


@pytest.mark.parametrize("if_none_match", ['"4"', "5", '"5', '"55"', "", '"5-"'])
def test_who_holds_another_version_gets_the_content(trial, if_none_match):
    assert trial.get(FIVE, headers={"If-None-Match": if_none_match}).status_code == 200


@pytest.mark.parametrize(
    ("given", "version"),
    [
        ('"5"', 5),
        ('"12-abc"', 12),
        ("*", -1),
        (None, -1),
        (' "7" ', 7),
        ('"5", "6-x"', 6),
        ('"6","nonsense", "5"', 6),
        ('W/"9", "5"', 5),
    ],
)
def test_a_change_is_told_the_version_that_its_client_saw(trial, given, version):
    headers = {} if given is None else {"If-Match": given}
    assert trial.put(FIVE, json=BODY, headers=headers).json() == {"n": version}


@pytest.mark.parametrize("given", ['W/"5"', "5", '"five"', "", '"' + "9" * 30 + '"'])
def test_a_tag_that_was_never_given_is_a_change_that_came_too_late(trial, given):
    answer = trial.put(FIVE, json=BODY, headers={"If-Match": given})
    assert (answer.status_code, answer.json()["code"]) == (412, "precondition_failed")
