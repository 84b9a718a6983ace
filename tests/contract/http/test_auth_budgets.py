"""What the door costs in statements, on PostgreSQL; BEGIN and COMMIT apart."""

import pytest

from tests.contract.http.door import AUTH, EMAIL, PASSWORD, bearer, log_in, say, someone
from tests.contract.http.statements import statements_of

pytestmark = pytest.mark.postgres


@pytest.fixture
def database_url(postgres_url) -> str:
    return postgres_url


@pytest.fixture(autouse=True)
def user(shop, client):
    return someone(shop, client)


def test_a_login_takes_six_statements_and_five_where_it_pushes_nobody_out(shop, client):
    for allowed in (5, 5, 5, 5, 5, 6, 6):
        with statements_of(shop) as said:
            log_in(client)
        assert len(said) == allowed, said


def test_a_refresh_takes_three_statements(shop, client):
    tokens = log_in(client)
    for _ in range(3):
        with statements_of(shop) as said:
            tokens = say(client, "refresh/", {"refresh": tokens["refresh"]}).json()
        assert len(said) == 3, said


def test_the_session_check_is_one_statement_and_the_first_use_of_a_renewed_pair_notes_itself(shop, client):
    tokens = log_in(client)

    def cost():
        with statements_of(shop) as said:
            assert client.get(f"{AUTH}/sessions/", headers=bearer(tokens)).status_code == 200
        return len(said)

    assert [cost(), cost()] == [2, 2], "the check, and the list itself"
    tokens = say(client, "refresh/", {"refresh": tokens["refresh"]}).json()
    assert [cost(), cost()] == [3, 2]


def test_a_token_that_is_not_ours_costs_no_statement(shop, client):
    with statements_of(shop) as said:
        assert client.get(f"{AUTH}/sessions/", headers={"Authorization": "Bearer x.y.z"}).status_code == 401
    assert said == []


def test_a_wrong_password_costs_the_same_whether_or_not_somebody_has_the_address(shop, client):
    costs = []
    for email in (EMAIL, "nobody@example.com"):
        with statements_of(shop) as said:
            assert say(client, "login/", {"email": email, "password": "wrong"}).status_code == 400
        costs.append(len(said))
    assert costs == [4, 4]
    assert log_in(client, EMAIL, PASSWORD)
