"""What the door costs in statements, on PostgreSQL; BEGIN and COMMIT apart."""

import pytest

from tests.contract.http.auth_client import AUTH, EMAIL, PASSWORD, a_form, a_verified_user, bearer, log_in, post_auth
from tests.contract.http.conftest import settings_for
from tests.contract.http.statements import statements_of

pytestmark = pytest.mark.postgres


@pytest.fixture
def database_url(postgres_url) -> str:
    return postgres_url


@pytest.fixture(autouse=True)
def user(shop, client):
    return a_verified_user(shop, client)


def test_a_login_takes_six_statements_and_five_where_it_pushes_nobody_out(shop, client):
    for allowed in (5, 5, 5, 5, 5, 6, 6):
        with statements_of(shop) as said:
            log_in(client)
        assert len(said) == allowed, said


def test_a_refresh_takes_three_statements(shop, client):
    tokens = log_in(client)
    for _ in range(3):
        with statements_of(shop) as said:
            tokens = post_auth(client, "refresh/", {"refresh": tokens["refresh"]}).json()
        assert len(said) == 3, said


def test_the_session_check_is_one_statement_and_the_first_use_of_a_renewed_pair_notes_itself(shop, client):
    tokens = log_in(client)

    def cost():
        with statements_of(shop) as said:
            assert client.get(f"{AUTH}/sessions/", headers=bearer(tokens)).status_code == 200
        return len(said)

    assert [cost(), cost()] == [2, 2], "the check, and the list itself"
    tokens = post_auth(client, "refresh/", {"refresh": tokens["refresh"]}).json()
    assert [cost(), cost()] == [3, 2]


def test_a_token_that_is_not_ours_costs_no_statement(shop, client):
    with statements_of(shop) as said:
        assert client.get(f"{AUTH}/sessions/", headers={"Authorization": "Bearer x.y.z"}).status_code == 401
    assert said == []


def test_a_wrong_password_costs_the_same_whether_or_not_somebody_has_the_address(shop, client):
    costs = []
    for email in (EMAIL, "nobody@example.com"):
        with statements_of(shop) as said:
            assert post_auth(client, "login/", {"email": email, "password": "wrong"}).status_code == 400
        costs.append(len(said))
    assert costs == [4, 4]
    assert log_in(client, EMAIL, PASSWORD)


class TestStrictPrivacy:
    """Where nobody shall learn which addresses have an account."""

    @pytest.fixture
    def settings(self, database_url):
        return settings_for(database_url, strict_privacy=True)

    def test_a_registration_costs_the_same_whether_or_not_somebody_has_the_address(self, shop, client):
        costs = []
        for email in (EMAIL, "nobody@example.com"):
            with statements_of(shop) as said:
                assert post_auth(client, "register/", a_form(email=email, username=email)).status_code == 201
            costs.append([statement.split()[:3] for statement in said])
        assert costs[0] == costs[1]

    def test_a_password_that_was_just_chosen_costs_the_same_whether_or_not_it_belongs_to_an_account(self, shop, client):
        costs = []
        for email in (EMAIL, "nobody@example.com"):
            post_auth(client, "register/", a_form(email=email, username=email, password="Chosen-Pass-7"))
            with statements_of(shop) as said:
                answer = post_auth(client, "login/", {"email": email, "password": "Chosen-Pass-7"})
            assert (answer.status_code, answer.json()["code"]) == (400, "invalid_credentials")
            costs.append([statement.split()[:3] for statement in said])
        assert costs[0] == costs[1]
