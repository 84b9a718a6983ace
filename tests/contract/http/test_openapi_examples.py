"""The examples of the main operations are what a shop with demo data is asked and answers."""

from shop_http.documentation.examples import recorded_examples
from tests.contract.http.example_walk import walk


def test_every_recorded_request_succeeds_and_is_answered_as_the_document_shows(sqlite_url, tmp_path):
    assert walk(sqlite_url, tmp_path) == recorded_examples(), "run `python -m tests.contract.http.example_walk`"


def test_a_payment_that_is_asked_for_is_the_one_that_is_answered():
    payment = recorded_examples()["CreatePayment"]
    assert payment["request"]["payment_method"] == payment["response"]["payment_method"] == "PAYPAL"
    assert payment["request"]["expected_total"] == payment["response"]["amount"]
    assert payment["response"]["status"] == "PENDING"


def test_a_login_shows_no_second_factor_that_few_have():
    assert recorded_examples()["LogIn"]["request"].keys() == {"email", "password"}
