"""The watch over the door, for staff."""

from uuid import UUID

from litestar import Controller, delete, get, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from shop_domain.accounts.errors import UserNotFound
from shop_domain.accounts.model import UserId
from shop_domain.auth.blocks import Block, BlockId
from shop_domain.auth.errors import SessionNotFound
from shop_domain.auth.model import SessionId
from shop_domain.kernel.errors import InvalidFields
from shop_domain.kernel.paging import PageNotFound
from shop_domain.staff.errors import AccountErased, BlockNotFound, CannotBlockOwnNetwork, CannotChangeSelf, NotPermitted
from shop_domain.staff.permissions import Permission
from shop_http.dependencies import Blocking, CurrentCaller, CurrentPage, SecurityMonitoring, UserAdministration
from shop_http.guards import staff
from shop_http.schemas.auth import MessageOut
from shop_http.schemas.paging import Results
from shop_http.schemas.security import (
    AddBlock,
    AttemptOut,
    AttemptQuery,
    AuditLogEntryOut,
    AuditLogQuery,
    BlockOut,
    BlockQuery,
    ChangeUser,
    SessionDetailOut,
    SessionQuery,
    StatsOut,
    StatsQuery,
    UserDetailOut,
    UserQuery,
)


class SecurityController(Controller):
    """Tries, sessions, figures and blocks."""

    path = "/api/v1/admin/security"
    tags = ["Security"]

    @get(
        "/attempts/",
        guards=[staff(Permission.SECURITY)],
        operation_id="ListSecurityAttempts",
        refuses=(NotPermitted, PageNotFound),
    )
    def list_attempts(
        self,
        caller: CurrentCaller,
        params: NamedDependency[AttemptQuery],
        pagination: CurrentPage,
        security_monitoring: SecurityMonitoring,
    ) -> Results[AttemptOut]:
        """List tries at the door, the newest first.

        Every login, registration, verification, reset, refresh and change is one row, whether it succeeded or not. What
        was wrong with it is `failure_reason`: `wrong_password`, `weak_password`, `email_taken`, `username_taken`,
        `invalid_email`, `required_fields`, or the code of the refusal that was answered (`invalid_credentials`,
        `inactive_account`, `invalid_token`, `token_used`, `token_expired`, `rate_limited`, `blocked` and others). Where
        several things were wrong, it is the gravest, in this order.
        """
        page = security_monitoring.attempts(caller.signed_in, params.filter(), pagination.request)
        return pagination.results(page, AttemptOut.of)

    @get(
        "/sessions/",
        guards=[staff(Permission.SECURITY)],
        operation_id="ListAllSessions",
        refuses=(NotPermitted, PageNotFound),
    )
    def list_sessions(
        self,
        caller: CurrentCaller,
        params: NamedDependency[SessionQuery],
        pagination: CurrentPage,
        security_monitoring: SecurityMonitoring,
    ) -> Results[SessionDetailOut]:
        """List everybody's sessions, the newest first."""
        page = security_monitoring.sessions(
            caller.signed_in, params.filter(security_monitoring.current_time()), pagination.request
        )
        return pagination.results(page, SessionDetailOut.of)

    @post(
        "/sessions/{session_id:uuid}/deactivate/",
        guards=[staff(Permission.SECURITY)],
        operation_id="EndSession",
        audits="end_session",
        status_code=200,
        refuses=(NotPermitted, SessionNotFound),
    )
    def end_session(
        self, session_id: FromPath[UUID], caller: CurrentCaller, security_monitoring: SecurityMonitoring
    ) -> MessageOut:
        """End anybody's session; its tokens stop working at once."""
        security_monitoring.end_session(caller.signed_in, SessionId(session_id), caller.client)
        return MessageOut(message="Session has been deactivated.")

    @get("/stats/", guards=[staff(Permission.SECURITY)], operation_id="ShowSecurityStats", refuses=(NotPermitted,))
    def show_stats(
        self, caller: CurrentCaller, params: NamedDependency[StatsQuery], security_monitoring: SecurityMonitoring
    ) -> StatsOut:
        """Show the door in figures: by hour, day, kind and reason, with the clients and accounts that fail most."""
        return StatsOut.of(security_monitoring.stats(caller.signed_in, params.after))

    @get(
        "/blocks/", guards=[staff(Permission.SECURITY)], operation_id="ListBlocks", refuses=(NotPermitted, PageNotFound)
    )
    def list_blocks(
        self, caller: CurrentCaller, params: NamedDependency[BlockQuery], pagination: CurrentPage, blocking: Blocking
    ) -> Results[BlockOut]:
        """List who is shut out, the newest first."""
        page = blocking.list(caller.signed_in, pagination.request, in_force=params.in_force)
        return pagination.results(page, BlockOut.of)

    @post(
        "/blocks/",
        guards=[staff(Permission.SECURITY)],
        operation_id="AddBlock",
        audits="block",
        status_code=201,
        refuses=(NotPermitted, InvalidFields, CannotChangeSelf, CannotBlockOwnNetwork),
    )
    def add_block(self, caller: CurrentCaller, data: JSONBody[AddBlock], blocking: Blocking) -> BlockOut:
        """Shut a network or a user out; a user's sessions end.

        From a blocked network nobody signs in, registers, follows a mailed link or renews tokens, and no bearer is
        accepted; a blocked user can't either, from anywhere. Signing out stays possible. What needs no account, that is
        the catalogue and the carts and checkouts of guests, stays open. Several blocks of the same stand beside each
        other: each ends at its time or is lifted, and the last one decides.
        """
        return BlockOut.of(self._block(caller, data, blocking))

    @delete(
        "/blocks/{block_id:uuid}/",
        guards=[staff(Permission.SECURITY)],
        operation_id="LiftBlock",
        audits="lift_block",
        refuses=(NotPermitted, BlockNotFound),
    )
    def lift_block(self, block_id: FromPath[UUID], caller: CurrentCaller, blocking: Blocking) -> None:
        """Let somebody in again."""
        blocking.lift(caller.signed_in, BlockId(block_id), caller.client)

    @staticmethod
    def _block(caller: CurrentCaller, body: AddBlock, blocking: Blocking) -> Block:
        if (body.ip is None) == (body.user_id is None):
            raise InvalidFields({"ip": ["Give either an IP address or a user."], "user_id": ["Give one of the two."]})
        if body.user_id is not None:
            user_id = UserId(body.user_id)
            return blocking.block_user(caller.signed_in, user_id, body.reason, body.until, caller.client)
        return blocking.block_network(caller.signed_in, body.ip or "", body.reason, body.until, caller.client)


class StaffUserController(Controller):
    """Accounts, and what their users do in the shop."""

    path = "/api/v1/admin/users"
    tags = ["Security"]

    @get("/", guards=[staff(Permission.USERS)], operation_id="ListUsers", refuses=(NotPermitted, PageNotFound))
    def list_users(
        self,
        caller: CurrentCaller,
        params: NamedDependency[UserQuery],
        pagination: CurrentPage,
        user_administration: UserAdministration,
    ) -> Results[UserDetailOut]:
        """List accounts, the newest first."""
        return pagination.results(
            user_administration.list(caller.signed_in, params.filter(), pagination.request), UserDetailOut.of
        )

    @patch(
        "/{user_id:uuid}/",
        guards=[staff(Permission.USERS)],
        operation_id="ChangeUser",
        audits="change_user",
        refuses=(NotPermitted, UserNotFound, CannotChangeSelf, AccountErased, InvalidFields),
    )
    def change(
        self,
        user_id: FromPath[UUID],
        caller: CurrentCaller,
        data: JSONBody[ChangeUser],
        user_administration: UserAdministration,
    ) -> UserDetailOut:
        """Open or shut an account, or change its user's role; it holds from the next request on."""
        return UserDetailOut.of(
            user_administration.change(caller.signed_in, UserId(user_id), data.status_change(), caller.client)
        )


class AuditController(Controller):
    """What staff did."""

    path = "/api/v1/admin/audit"
    tags = ["Security"]

    @get(
        "/", guards=[staff(Permission.SECURITY)], operation_id="ListStaffActions", refuses=(NotPermitted, PageNotFound)
    )
    def list_actions(
        self,
        caller: CurrentCaller,
        params: NamedDependency[AuditLogQuery],
        pagination: CurrentPage,
        security_monitoring: SecurityMonitoring,
    ) -> Results[AuditLogEntryOut]:
        """List what staff did, the newest first."""
        page = security_monitoring.audit_log(caller.signed_in, params.filter(), pagination.request)
        return pagination.results(page, AuditLogEntryOut.of)
