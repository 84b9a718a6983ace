"""What the post room is made of: how mails are written, sent, and tried again."""

import random
from typing import Any

from dependency_injector import containers, providers

from shop_adapters.composition.settings import Settings
from shop_adapters.email.choice import post_at
from shop_adapters.email.words import Words
from shop_domain.notifications.delivery_retry import DeliveryRetry
from shop_domain.notifications.links import Links
from shop_domain.notifications.service import NotificationService


class PostRoom(containers.DeclarativeContainer):
    """Mail, from an event to its handing over."""

    settings = providers.Dependency(instance_of=Settings)
    clock: providers.Dependency[Any] = providers.Dependency()
    begin: providers.Dependency[Any] = providers.Dependency()
    read: providers.Dependency[Any] = providers.Dependency()
    token_text: providers.Dependency[Any] = providers.Dependency()
    order_tokens: providers.Dependency[Any] = providers.Dependency()

    retry = providers.Singleton(DeliveryRetry)
    chance = providers.Object(random.random)
    links = providers.Singleton(
        Links, public_url=settings.provided.public_url, frontend_url=settings.provided.frontend_url
    )
    words = providers.Singleton(Words, sender=settings.provided.email_from, public_url=settings.provided.public_url)
    post = providers.Singleton(post_at, settings.provided.email_url, sender=settings.provided.email_from, clock=clock)
    notifications = providers.Singleton(
        NotificationService,
        begin=begin,
        read=read,
        clock=clock,
        put_into_words=words,
        post=post,
        token_text=token_text,
        order_tokens=order_tokens,
        links=links,
    )
