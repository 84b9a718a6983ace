"""What a user takes along names what it leaves out."""

from msgspec.structs import replace

from shop_domain.privacy.personal_data import PersonalData, truncate_lists
from tests.auth_driver import a_session, a_user

USER = a_user()
SESSIONS = tuple(a_session(USER.id) for _ in range(3))
NOTHING: dict[str, tuple[()]] = dict.fromkeys(PersonalData.__struct_fields__, ())


def test_a_list_that_fits_is_given_whole():
    held = replace(PersonalData(**NOTHING), sessions=SESSIONS)
    assert truncate_lists(held, 3) == (held, ())


def test_a_list_that_is_too_long_loses_its_end_and_is_named():
    held = replace(PersonalData(**NOTHING), sessions=SESSIONS)
    assert truncate_lists(held, 2) == (replace(held, sessions=SESSIONS[:2]), ("sessions",))
