"""Notifications: each event's mails go out, each of them once."""

from uuid import UUID

from msgspec.structs import replace

from shop_domain.accounts.ports import MakeLinkToken
from shop_domain.kernel.events import Event
from shop_domain.kernel.ports import Begin, Clock
from shop_domain.notifications.errors import MailNotSent, MailRefused
from shop_domain.notifications.greeting import greeting_name
from shop_domain.notifications.links import MailLinks
from shop_domain.notifications.message_for_event import messages_for
from shop_domain.notifications.model import Delivery, Mail, MailMessage
from shop_domain.notifications.ports import MailTransport, NotificationTx, RenderMail
from shop_domain.orders.errors import OrderNotFound
from shop_domain.orders.ports import OrderTokens


class NotificationService:
    """Tells people what happened."""

    def __init__(
        self,
        *,
        begin: Begin[NotificationTx],
        read: Begin[NotificationTx],
        clock: Clock,
        render_mail: RenderMail,
        transport: MailTransport,
        token_text: MakeLinkToken,
        order_tokens: OrderTokens,
        links: MailLinks,
    ) -> None:
        self._begin, self._read, self._clock = begin, read, clock
        self._put_into_words, self._post = render_mail, transport
        self._token_text, self._order_tokens, self._links = token_text, order_tokens, links

    def handle(self, event_id: UUID, event: Event) -> None:
        """Send the event's mails that were not sent yet; raise MailNotSent where one has to be tried again."""
        messages = messages_for(event)
        if not messages:
            return
        with self._read() as tx:
            made = tx.deliveries.delivered_channels(event_id)
        failures = [self._tried(event_id, message) for message in messages if message.channel not in made]
        for failure in filter(None, failures):
            raise failure

    def _tried(self, event_id: UUID, message: MailMessage) -> MailNotSent | None:
        """Keep a failure until the event's other mails were tried: they may go to somebody else."""
        try:
            self._deliver(event_id, message)
        except MailNotSent as failure:
            return failure
        return None

    def _deliver(self, event_id: UUID, message: MailMessage) -> None:
        refusal = self._send(self._written(event_id, message))
        with self._begin() as tx:
            delivery = Delivery(event_id=event_id, channel=message.channel, refusal=refusal)
            tx.deliveries.record(delivery, self._clock())

    def _send(self, mail: Mail) -> str | None:
        try:
            self._post.send(mail)
        except MailRefused as refused:
            return str(refused)
        return None

    def _written(self, event_id: UUID, message: MailMessage) -> Mail:
        if message.order_number is None:
            return self._put_into_words(event_id, message, self._link(message))
        with self._read() as tx:
            found = tx.order_reader.by_number(message.order_number)
        if found is None:
            raise OrderNotFound
        order = found.placed.order
        first_name = greeting_name(order.shipping_address.get("first_name", ""))
        shown = replace(message, context={**message.context, "first_name": first_name, "placed": found.placed})
        token = self._order_tokens(order.id) if order.owner.user_id is None else None
        return self._put_into_words(event_id, shown, self._links.to_order(order.number, token))

    def _link(self, message: MailMessage) -> str | None:
        if message.link is None:
            return None
        token = self._token_text(message.link.token_id, message.link.purpose)
        return self._links.with_token(message.link.purpose, token)
