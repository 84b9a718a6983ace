"""What is left of a registration at an address that has an account already?"""

from shop_domain.accounts.username_reservation import reserve_username
from tests.auth_driver import a_user


def test_nothing_but_the_name_is_kept_and_nobody_can_sign_in_with_it():
    typed = a_user("ann", phone="+1 555 0100")
    kept = reserve_username(typed)
    assert (kept.id, kept.username) == (typed.id, typed.username)
    assert (kept.first_name, kept.last_name, kept.phone, kept.password_hash) == ("", "", "", "")
    assert not kept.is_active
    assert kept.disabled_at == typed.date_joined


def test_the_address_stays_free_for_its_account_and_no_mail_goes_to_the_reservation():
    first, second = reserve_username(a_user("ann")), reserve_username(a_user("ann"))
    assert first.email != second.email
    assert all(user.email.endswith(".invalid") for user in (first, second))
