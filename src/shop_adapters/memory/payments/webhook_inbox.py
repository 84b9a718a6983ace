"""Webhooks in memory, each kept once."""

from datetime import datetime

import msgspec
from msgspec.structs import replace

from shop_adapters.memory.engine.tables import MemoryTable
from shop_domain.payments.model import Method, WebhookEvent
from shop_domain.payments.polling_schedule import WEBHOOK_RETRY


class StoredWebhook(msgspec.Struct, frozen=True, kw_only=True):
    """A webhook and whether it has taken effect."""

    notification: WebhookEvent
    due_at: datetime
    done_at: datetime | None = None


WebhookKey = tuple[Method, str]


class MemoryWebhookInbox:
    def __init__(self, kept: MemoryTable[WebhookKey, StoredWebhook], refused: MemoryTable[int, str]) -> None:
        self._kept = kept
        self._refused = refused

    def store(self, notification: WebhookEvent) -> bool:
        key = (notification.method, notification.event_key)
        if key in self._kept:
            return False
        due = notification.received_at + WEBHOOK_RETRY
        self._kept.put(key, StoredWebhook(notification=notification, due_at=due))
        return True

    def due(self, now: datetime, limit: int) -> tuple[WebhookEvent, ...]:
        due = [kept for kept in self._kept if kept.done_at is None and kept.due_at <= now]
        return tuple(kept.notification for kept in sorted(due, key=lambda kept: kept.due_at)[:limit])

    def postpone(self, method: Method, event_key: str, until: datetime) -> None:
        if kept := self._kept.get((method, event_key)):
            self._kept.put((method, event_key), replace(kept, due_at=until))

    def mark_processed(self, method: Method, event_key: str, at: datetime) -> None:
        if kept := self._kept.get((method, event_key)):
            self._kept.put((method, event_key), replace(kept, done_at=at))

    def log_rejected(self, method: Method, reason: str, at: datetime) -> None:
        self._refused.put(len(self._refused), f"{at.isoformat()} {method.value}: {reason}")
