"""The caller's sessions."""

from uuid import UUID

from litestar import Controller, get, post
from litestar.params import FromPath

from shop_domain.auth.errors import SessionNotFound
from shop_domain.auth.model import SessionId
from shop_http.dependencies import CurrentCaller, Sessions
from shop_http.guards import user
from shop_http.schemas.auth import Deactivated, MessageOut, SessionOut, SessionStats


class SessionController(Controller):
    """Where somebody is signed in, and how to change that."""

    path = "/api/v1/auth/sessions"
    tags = ["Sessions"]

    @get("/", guards=[user], operation_id="ListSessions")
    def list_own(self, caller: CurrentCaller, sessions: Sessions) -> tuple[SessionOut, ...]:
        """List the caller's active sessions, the latest activity first."""
        current = caller.signed_in.session_id
        return tuple(SessionOut.of(session, current) for session in sessions.active(caller.signed_in))

    @get("/stats/", guards=[user], operation_id="ShowSessionStats")
    def show_stats(self, caller: CurrentCaller, sessions: Sessions) -> SessionStats:
        """Count the caller's sessions, and show the rules that they live by."""
        return SessionStats.of(sessions.count(caller.signed_in), sessions.policy)

    @post("/deactivate-all/", guards=[user], operation_id="DeactivateOtherSessions", status_code=200)
    def deactivate_others(self, caller: CurrentCaller, sessions: Sessions) -> Deactivated:
        """End all of the caller's sessions but this one."""
        count = sessions.deactivate_others(caller.signed_in, caller.client)
        return Deactivated(message="All other sessions have been deactivated.", deactivated_count=count)

    @post(
        "/{session_id:uuid}/deactivate/",
        guards=[user],
        operation_id="DeactivateSession",
        status_code=200,
        refuses=(SessionNotFound,),
    )
    def deactivate(self, session_id: FromPath[UUID], caller: CurrentCaller, sessions: Sessions) -> MessageOut:
        """End one of the caller's sessions; its tokens stop working at once."""
        sessions.deactivate(caller.signed_in, SessionId(session_id), caller.client)
        return MessageOut(message="Session has been deactivated.")
