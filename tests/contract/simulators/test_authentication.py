import pytest


def test_a_token_is_given_for_the_right_secret_and_lives_as_long_as_it_says(caller):
    answer = caller.authenticate().json()
    assert answer["token_type"] == "Bearer"
    assert answer["expires_in"] == 32_400
    order_id = caller.order()
    caller.paypal.advance(32_399)
    assert caller.get(f"/v2/payments/captures/{order_id}").status_code == 404
    caller.paypal.advance(1)
    assert caller.get(f"/v2/payments/captures/{order_id}").status_code == 401


def test_a_wrong_secret_is_an_invalid_client(caller):
    answer = caller.authenticate(secret="wrong")
    assert answer.status_code == 401
    assert answer.json()["error"] == "invalid_client"


def test_only_client_credentials_are_a_grant(caller):
    answer = caller.authenticate(grant="password")
    assert (answer.status_code, answer.json()["error"]) == (400, "unsupported_grant_type")


def test_issued_tokens_are_counted(caller):
    caller.authenticate()
    assert caller.paypal.state()["tokens_issued"] == 2


@pytest.mark.parametrize("header", ["", "Bearer unknown", "Basic c2ltOnNpbQ==", "Bearer"])
def test_no_call_goes_through_without_a_known_token(caller, header):
    answer = caller.http.get("/v2/checkout/orders/ABC", headers={"Authorization": header})
    assert (answer.status_code, answer.json()["name"]) == (401, "AUTHENTICATION_FAILURE")


def test_an_expired_token_may_show_in_the_other_shape(caller):
    caller.validates = False
    caller.paypal.configure(unauthorized_shape="invalid_token")
    caller.token = "gone"
    answer = caller.get("/v2/checkout/orders/ABC")
    assert (answer.status_code, answer.json()["error"]) == (401, "invalid_token")


def test_a_reset_forgets_all_tokens(caller):
    order_id = caller.order()
    caller.paypal.reset()
    assert caller.get(f"/v2/checkout/orders/{order_id}").status_code == 401
    assert caller.paypal.state()["orders"] == []


def test_the_journal_never_shows_a_secret(caller):
    caller.order()
    kept = str(caller.paypal.requests())
    assert caller.token not in kept
    assert "Bearer (cut)" in kept
    assert "Basic (cut)" in kept
