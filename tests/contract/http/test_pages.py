"""Who follows a link in a browser sees a page; whoever asks for JSON, or for nothing, gets JSON."""

import pytest

from shop_domain.accounts.one_time_token import Purpose
from tests.contract.http.auth_client import EMAIL, a_form, newest_link, post_auth

BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
OTHERS = ({}, {"Accept": "*/*"}, {"Accept": "application/json, text/html"}, {"Accept": ";;,q=nothing"})


def is_page(answer) -> bool:
    return (
        answer.headers["content-type"] == "text/html; charset=utf-8"
        and answer.text.startswith("<!doctype html>")
        and "script-src 'self'" in answer.headers["content-security-policy"]
        and answer.headers["cache-control"] == "no-store"
    )


@pytest.mark.parametrize("headers", OTHERS)
def test_the_first_page_leads_on(client, headers):
    page = client.get("/", headers=BROWSER)
    assert page.status_code == 200
    assert is_page(page)
    links = client.get("/", headers=headers).json()
    for link in links.values():
        assert client.get(link).status_code == 200
        assert f'href="{link}"' in page.text


def test_a_page_loads_nothing_that_is_not_there(client):
    page = client.get("/reset-password", headers=BROWSER)
    assert is_page(page)
    for asset in ("pages.css", "reset-password.js"):
        assert f'"/api/docs/assets/{asset}"' in page.text
        assert client.get(f"/api/docs/assets/{asset}").status_code == 200


@pytest.mark.parametrize("headers", OTHERS)
def test_a_refused_link_is_a_page_in_a_browser_and_the_usual_error_elsewhere(client, headers):
    for path in ("/api/v1/auth/verify-email/nothing/", "/api/v1/auth/confirm-email/nothing/"):
        refused = client.get(path, headers=headers)
        assert refused.json()["code"] == "invalid_token"
        page = client.get(path, headers=BROWSER)
        assert (page.status_code, is_page(page)) == (refused.status_code, True)
        assert refused.json()["detail"] in page.text


def test_a_verified_address_is_told_on_a_page(client, shop):
    assert post_auth(client, "register/", a_form()).status_code == 201
    token = newest_link(shop, EMAIL, Purpose.EMAIL_VERIFICATION)
    page = client.get(f"/api/v1/auth/verify-email/{token}/", headers=BROWSER)
    assert (page.status_code, is_page(page)) == (200, True)
    assert "Email verified successfully" in page.text


def test_what_a_buyer_wrote_is_text_on_a_page(client):
    page = client.get("/api/v1/orders/<script>alert(1)<%2Fscript>/?token=x", headers=BROWSER)
    assert "<script>" not in page.text
