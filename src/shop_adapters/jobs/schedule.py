"""What the worker does: who hears events, and which jobs run how often."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, TypeAlias

from shop_adapters.jobs.relay_outbox import OutboxRelay, Subscriber
from shop_adapters.jobs.seal_audit import seal_audit
from shop_adapters.jobs.settle_payments import settle_payments
from shop_adapters.jobs.tidy_carts import tidy_carts
from shop_adapters.jobs.tidy_events import tidy_events
from shop_adapters.jobs.tidy_requests import tidy_requests
from shop_adapters.jobs.tidy_sessions import tidy_sessions
from shop_adapters.jobs.timetable import Job
from shop_adapters.jobs.worker import Worker

AnyShop: TypeAlias = Any
"""A `Shop`; what its providers make is not typed, so this file says nothing of types and is run by a test."""


def subscribers_of(shop: AnyShop) -> Sequence[Subscriber]:
    """Name who hears every event, in this order; each of them ignores what it has had.

    Departures come last: they forget the event.
    """
    return (shop.notifications().tell, shop.cart_merge().hear, shop.departures().follow)


def jobs_of(shop: AnyShop) -> Sequence[Job]:
    """Name the recurring jobs; a new one adds its line, and its own file beside this one."""
    jobs = [
        Job(name="settle-payments", every=timedelta(seconds=5), run=settle_payments(shop.reconciliation())),
        Job(name="tidy-carts", every=timedelta(hours=1), run=tidy_carts(shop.cart_tidy())),
        Job(name="tidy-requests", every=timedelta(hours=1), run=tidy_requests(shop.idempotency())),
        Job(name="seal-audit", every=timedelta(seconds=30), run=seal_audit(shop.audit())),
        Job(name="tidy-events", every=timedelta(hours=1), run=tidy_events(shop.begin(), shop.clock())),
    ]
    if shop.settings().session_auto_cleanup:
        jobs.append(Job(name="tidy-sessions", every=timedelta(hours=1), run=tidy_sessions(shop.session_upkeep())))
    return jobs


def relay_of(shop: AnyShop) -> OutboxRelay:
    """Make the relay of a shop."""
    return OutboxRelay(
        begin=shop.begin(),
        read=shop.read(),
        clock=shop.clock(),
        chance=shop.chance(),
        subscribers=subscribers_of(shop),
        retry=shop.delivery_retry(),
    )


def worker_of(shop: AnyShop) -> Worker:
    """Make a worker for a shop; it does nothing before it is started."""
    return Worker(relay=relay_of(shop), jobs=jobs_of(shop), begin=shop.begin(), read=shop.read(), clock=shop.clock())
