"""The caller's sessions."""

from uuid import UUID

from shop_domain.auth.errors import SessionNotFound
from shop_domain.auth.model import SessionId
from shop_domain.auth.service.check_sessions import SessionService
from shop_http.authentication import Caller
from shop_http.guards import Access
from shop_http.routing import Controller, get, post
from shop_http.schemas.auth import Deactivated, MessageOut, SessionOut, SessionStats


class SessionController(Controller):
    """Where somebody is signed in, and how to change that."""

    path = "/api/v1/auth/sessions"
    tag = "Sessions"

    @get("/", access=Access.USER, operation_id="ListSessions")
    def list_own(self, caller: Caller, sessions: SessionService) -> tuple[SessionOut, ...]:
        """List the caller's active sessions, the latest activity first."""
        current = caller.signed_in.session_id
        return tuple(SessionOut.of(session, current) for session in sessions.active(caller.signed_in))

    @get("/stats/", access=Access.USER, operation_id="ShowSessionStats")
    def show_stats(self, caller: Caller, sessions: SessionService) -> SessionStats:
        """Count the caller's sessions, and show the rules that they live by."""
        return SessionStats.of(sessions.count(caller.signed_in), sessions.policy)

    @post("/deactivate-all/", access=Access.USER, operation_id="DeactivateOtherSessions")
    def deactivate_others(self, caller: Caller, sessions: SessionService) -> Deactivated:
        """End all of the caller's sessions but this one."""
        count = sessions.deactivate_others(caller.signed_in, caller.client)
        return Deactivated(message="All other sessions have been deactivated.", deactivated_count=count)

    @post(
        "/{session_id:uuid}/deactivate/",
        access=Access.USER,
        operation_id="DeactivateSession",
        refuses=(SessionNotFound,),
    )
    def deactivate(self, session_id: UUID, caller: Caller, sessions: SessionService) -> MessageOut:
        """End one of the caller's sessions; its tokens stop working at once."""
        sessions.deactivate(caller.signed_in, SessionId(session_id), caller.client)
        return MessageOut(message="Session has been deactivated.")
