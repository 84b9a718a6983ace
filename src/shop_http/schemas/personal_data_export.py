"""All data held on a user, for the user to take along."""

from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta
from msgspec.structs import replace

from shop_domain.accounts.address import CheckedAddress
from shop_domain.orders.model import HistoryEntry
from shop_domain.privacy.personal_data import PersonalDataExport
from shop_http.schemas.accounts import AddressOut, ProfileOut
from shop_http.schemas.orders import HistoryEntryOut, OrderOut
from shop_http.schemas.personal_data import (
    MailedLinkOut,
    PersonalDataCartOut,
    PersonalDataPaymentOut,
    PersonalDataRefundOut,
    SessionActivityOut,
)
from shop_http.schemas.request_types import AwareDatetime, BodySchema, Secret
from shop_http.schemas.security import AttemptOut, AuditLogEntryOut, SessionDetailOut, UserDetailOut

TRUNCATED_LISTS = "Lists that were too long to be given whole: the newest 20,000 rows of each are here."


class DeleteAccount(BodySchema, frozen=True, kw_only=True):
    """The password once more, since nothing brings the account back."""

    password: Secret


class OrderHistoryEntryOut(HistoryEntryOut, frozen=True, kw_only=True):
    """One move of one of the orders."""

    order_id: UUID

    @classmethod
    def of_order(cls, order_id: UUID, entry: HistoryEntry) -> "OrderHistoryEntryOut":
        """Write a move with the order that it belongs to."""
        return cls(order_id=order_id, **msgspec.structs.asdict(HistoryEntryOut.of(entry)))


class PersonalDataExportOut(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that the shop holds on its caller, each list from the newest on; no secret is among it."""

    user: UserDetailOut
    profile: ProfileOut
    addresses: tuple[AddressOut, ...]
    sessions: tuple[SessionDetailOut, ...]
    session_activities: tuple[SessionActivityOut, ...]
    security_attempts: tuple[AttemptOut, ...]
    mailed_links: tuple[MailedLinkOut, ...]
    carts: tuple[PersonalDataCartOut, ...]
    orders: tuple[OrderOut, ...]
    order_history: tuple[OrderHistoryEntryOut, ...]
    payments: tuple[PersonalDataPaymentOut, ...]
    refunds: tuple[PersonalDataRefundOut, ...]
    staff_actions: tuple[AuditLogEntryOut, ...]
    cut_short: Annotated[tuple[str, ...], Meta(description=TRUNCATED_LISTS)]
    exported_at: AwareDatetime

    @classmethod
    def of(cls, export: PersonalDataExport) -> "PersonalDataExportOut":
        held, email = export.data, export.user.email
        tries = (replace(tried, identifier=tried.identifier or email) for tried in held.security_attempts)
        return cls(
            user=UserDetailOut.of(export.user),
            profile=ProfileOut.of(export.profile),
            addresses=tuple(
                AddressOut.of(CheckedAddress(address=address, warnings=())) for address in export.addresses
            ),
            sessions=tuple(map(SessionDetailOut.of, held.sessions)),
            session_activities=tuple(map(SessionActivityOut.of, held.session_activities)),
            security_attempts=tuple(map(AttemptOut.of, tries)),
            mailed_links=tuple(map(MailedLinkOut.of, held.mailed_links)),
            carts=tuple(map(PersonalDataCartOut.of, held.carts)),
            orders=tuple(map(OrderOut.of, export.orders)),
            order_history=tuple(
                OrderHistoryEntryOut.of_order(order_id, entry) for order_id, entry in held.order_history
            ),
            payments=tuple(map(PersonalDataPaymentOut.of, held.payments)),
            refunds=tuple(map(PersonalDataRefundOut.of, held.refunds)),
            staff_actions=tuple(map(AuditLogEntryOut.of, held.staff_actions)),
            cut_short=export.truncated_lists,
            exported_at=export.exported_at,
        )
