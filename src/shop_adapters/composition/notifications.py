"""Mail: how it is written, sent, and tried again."""

import random

from dependency_injector import providers

from shop_adapters.composition.auth import AuthContainer
from shop_adapters.composition.checkout import CheckoutContainer
from shop_adapters.email.renderer import MailRenderer
from shop_adapters.email.transport_from_url import mail_transport_from_url
from shop_domain.notifications.delivery_retry import DeliveryRetryPolicy
from shop_domain.notifications.links import MailLinks
from shop_domain.notifications.service import NotificationService


class NotificationsContainer(AuthContainer, CheckoutContainer):
    """Mail, from an event to its delivery."""

    settings, clock = AuthContainer.settings, AuthContainer.clock
    begin, read = AuthContainer.begin, AuthContainer.read

    delivery_retry = providers.Singleton(DeliveryRetryPolicy)
    jitter = providers.Object(random.random)
    links = providers.Singleton(
        MailLinks, public_url=settings.provided.public_url, frontend_url=settings.provided.frontend_url
    )
    renderer = providers.Singleton(
        MailRenderer, sender=settings.provided.email_from, public_url=settings.provided.public_url
    )
    transport = providers.Singleton(
        mail_transport_from_url, settings.provided.email_url, sender=settings.provided.email_from, clock=clock
    )
    notifications = providers.Singleton(
        NotificationService,
        begin=begin,
        read=read,
        clock=clock,
        render_mail=renderer,
        transport=transport,
        token_text=AuthContainer.link_tokens.provided.token_of,
        order_tokens=CheckoutContainer.order_tokens,
        links=links,
    )
