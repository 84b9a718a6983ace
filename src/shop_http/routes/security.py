"""The watch over the door, for staff."""

from uuid import UUID

from shop_domain.accounts.errors import UserNotFound
from shop_domain.accounts.model import UserId
from shop_domain.auth.blocks import Block, BlockId
from shop_domain.auth.errors import SessionNotFound
from shop_domain.auth.model import SessionId
from shop_domain.kernel.errors import InvalidFields
from shop_domain.kernel.paging import PageNotFound
from shop_domain.staff.errors import AccountErased, BlockNotFound, CannotBlockOwnNetwork, CannotChangeSelf, NotPermitted
from shop_domain.staff.service.block_access import BlockingService
from shop_domain.staff.service.change_users import UserAdministrationService
from shop_domain.staff.service.monitor_security import SecurityMonitoringService
from shop_http.authentication import Caller
from shop_http.guards import Access
from shop_http.routing import Controller, delete, get, patch, post
from shop_http.schemas.auth import MessageOut
from shop_http.schemas.paging import Pagination, Results
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
    tag = "Security"

    @get("/attempts/", access=Access.STAFF, operation_id="ListSecurityAttempts", refuses=(NotPermitted, PageNotFound))
    def list_attempts(
        self,
        caller: Caller,
        query: AttemptQuery,
        pagination: Pagination,
        security_monitoring: SecurityMonitoringService,
    ) -> Results[AttemptOut]:
        """List tries at the door, the newest first.

        Every login, registration, verification, reset, refresh and change is one row, whether it succeeded or not. What
        was wrong with it is `failure_reason`: `wrong_password`, `weak_password`, `email_taken`, `username_taken`,
        `invalid_email`, `required_fields`, or the code of the refusal that was answered (`invalid_credentials`,
        `inactive_account`, `invalid_token`, `token_used`, `token_expired`, `rate_limited`, `blocked` and others). Where
        several things were wrong, it is the gravest, in this order.
        """
        page = security_monitoring.attempts(caller.signed_in, query.filter(), pagination.request)
        return pagination.results(page, AttemptOut.of)

    @get("/sessions/", access=Access.STAFF, operation_id="ListAllSessions", refuses=(NotPermitted, PageNotFound))
    def list_sessions(
        self,
        caller: Caller,
        query: SessionQuery,
        pagination: Pagination,
        security_monitoring: SecurityMonitoringService,
    ) -> Results[SessionDetailOut]:
        """List everybody's sessions, the newest first."""
        page = security_monitoring.sessions(
            caller.signed_in, query.filter(security_monitoring.current_time()), pagination.request
        )
        return pagination.results(page, SessionDetailOut.of)

    @post(
        "/sessions/{session_id:uuid}/deactivate/",
        access=Access.STAFF,
        operation_id="EndSession",
        keeps_log=True,
        refuses=(NotPermitted, SessionNotFound),
    )
    def end_session(
        self, session_id: UUID, caller: Caller, security_monitoring: SecurityMonitoringService
    ) -> MessageOut:
        """End anybody's session; its tokens stop working at once."""
        security_monitoring.end_session(caller.signed_in, SessionId(session_id), caller.client)
        return MessageOut(message="Session has been deactivated.")

    @get("/stats/", access=Access.STAFF, operation_id="ShowSecurityStats", refuses=(NotPermitted,))
    def show_stats(self, caller: Caller, query: StatsQuery, security_monitoring: SecurityMonitoringService) -> StatsOut:
        """Show the door in figures: by hour, day, kind and reason, with the clients and accounts that fail most."""
        return StatsOut.of(security_monitoring.stats(caller.signed_in, query.after))

    @get("/blocks/", access=Access.STAFF, operation_id="ListBlocks", refuses=(NotPermitted, PageNotFound))
    def list_blocks(
        self, caller: Caller, query: BlockQuery, pagination: Pagination, blocking: BlockingService
    ) -> Results[BlockOut]:
        """List who is shut out, the newest first."""
        page = blocking.list(caller.signed_in, pagination.request, in_force=query.in_force)
        return pagination.results(page, BlockOut.of)

    @post(
        "/blocks/",
        access=Access.STAFF,
        operation_id="AddBlock",
        keeps_log=True,
        status=201,
        refuses=(NotPermitted, InvalidFields, CannotChangeSelf, CannotBlockOwnNetwork),
    )
    def add_block(self, caller: Caller, body: AddBlock, blocking: BlockingService) -> BlockOut:
        """Shut a network or a user out; a user's sessions end.

        From a blocked network nobody signs in, registers, follows a mailed link or renews tokens, and no bearer is
        accepted; a blocked user can't either, from anywhere. Signing out stays possible. What needs no account, that is
        the catalogue and the carts and checkouts of guests, stays open. Several blocks of the same stand beside each
        other: each ends at its time or is lifted, and the last one decides.
        """
        return BlockOut.of(self._block(caller, body, blocking))

    @delete(
        "/blocks/{block_id:uuid}/",
        access=Access.STAFF,
        operation_id="LiftBlock",
        keeps_log=True,
        refuses=(NotPermitted, BlockNotFound),
    )
    def lift_block(self, block_id: UUID, caller: Caller, blocking: BlockingService) -> None:
        """Let somebody in again."""
        blocking.lift(caller.signed_in, BlockId(block_id), caller.client)

    @staticmethod
    def _block(caller: Caller, body: AddBlock, blocking: BlockingService) -> Block:
        if (body.ip is None) == (body.user_id is None):
            raise InvalidFields({"ip": ["Give either an IP address or a user."], "user_id": ["Give one of the two."]})
        if body.user_id is not None:
            user_id = UserId(body.user_id)
            return blocking.block_user(caller.signed_in, user_id, body.reason, body.until, caller.client)
        return blocking.block_network(caller.signed_in, body.ip or "", body.reason, body.until, caller.client)


class StaffUserController(Controller):
    """Accounts, and what their users do in the shop."""

    path = "/api/v1/admin/users"
    tag = "Security"

    @get("/", access=Access.STAFF, operation_id="ListUsers", refuses=(NotPermitted, PageNotFound))
    def list_users(
        self, caller: Caller, query: UserQuery, pagination: Pagination, user_administration: UserAdministrationService
    ) -> Results[UserDetailOut]:
        """List accounts, the newest first."""
        return pagination.results(
            user_administration.list(caller.signed_in, query.filter(), pagination.request), UserDetailOut.of
        )

    @patch(
        "/{user_id:uuid}/",
        access=Access.STAFF,
        operation_id="ChangeUser",
        keeps_log=True,
        refuses=(NotPermitted, UserNotFound, CannotChangeSelf, AccountErased, InvalidFields),
    )
    def change(
        self, user_id: UUID, caller: Caller, body: ChangeUser, user_administration: UserAdministrationService
    ) -> UserDetailOut:
        """Open or shut an account, or change its user's role; it holds from the next request on."""
        return UserDetailOut.of(
            user_administration.change(caller.signed_in, UserId(user_id), body.status_change(), caller.client)
        )


class AuditController(Controller):
    """What staff did."""

    path = "/api/v1/admin/audit"
    tag = "Security"

    @get("/", access=Access.STAFF, operation_id="ListStaffActions", refuses=(NotPermitted, PageNotFound))
    def list_actions(
        self,
        caller: Caller,
        query: AuditLogQuery,
        pagination: Pagination,
        security_monitoring: SecurityMonitoringService,
    ) -> Results[AuditLogEntryOut]:
        """List what staff did, the newest first."""
        page = security_monitoring.audit_log(caller.signed_in, query.filter(), pagination.request)
        return pagination.results(page, AuditLogEntryOut.of)
