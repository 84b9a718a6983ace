"""What notifications need from outside."""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol, TypeAlias
from uuid import UUID

from shop_domain.notifications.model import Delivery, Mail, MailMessage
from shop_domain.orders.ports import OrderReader

RenderMail: TypeAlias = Callable[[UUID, MailMessage, str | None], Mail]
"""Write the mail of an event's message, with its link where it has one."""


class MailTransport(Protocol):
    """A way to send mail."""

    def send(self, mail: Mail) -> None:
        """Hand a mail over, in bounded time; raise MailNotSent to be tried again, or MailRefused."""
        ...


class Deliveries(Protocol):
    """Deliveries that are over: a repeated event does not repeat them."""

    def delivered_channels(self, event_id: UUID) -> frozenset[str]:
        """Name the channels that had their delivery of this event."""
        ...

    def record(self, delivery: Delivery, now: datetime) -> None:
        """Note that a delivery is over; noting it twice is no error."""
        ...

    def delete_before(self, made_before: datetime, limit: int) -> int:
        """Delete at most this many notes from before, and count them."""
        ...


class NotificationTx(Protocol):
    """The part of a transaction that notifications use."""

    @property
    def deliveries(self) -> Deliveries: ...
    @property
    def order_reader(self) -> OrderReader: ...
