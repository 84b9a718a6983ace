"""What is kept of what staff did?"""

from uuid_utils.compat import uuid7

from shop_domain.accounts.model import Role, SessionId
from shop_domain.auth.model import AuthenticatedUser
from shop_domain.staff.audit_log import audit_log_entry
from tests.auth_driver import NOON, a_user, client_at


def test_an_entry_says_who_did_what_to_whom_from_where_and_when():
    user, id_ = a_user(), uuid7()
    caller = AuthenticatedUser(
        user_id=user.id, session_id=SessionId(uuid7()), is_staff=True, role=Role.ADMIN, email="", username=""
    )
    client = client_at("203.0.113.7", "x" * 999)
    entry = audit_log_entry(id_, caller, "AdjustStock", "variant:1", {"quantity": "+1"}, client, NOON)
    assert (entry.id, entry.staff_id, entry.action, entry.subject) == (id_, user.id, "AdjustStock", "variant:1")
    assert (entry.details, entry.ip_address, entry.at) == ({"quantity": "+1"}, "203.0.113.7", NOON)
    assert entry.user_agent == "x" * 400
