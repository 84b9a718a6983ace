"""What the worker does: who hears events, and which jobs run how often."""

from collections.abc import Sequence
from datetime import timedelta

from shop_adapters.composition.container import Shop
from shop_adapters.jobs.cleanup_events import cleanup_events
from shop_adapters.jobs.job_schedule import Job
from shop_adapters.jobs.relay_outbox import OutboxRelay, Subscriber
from shop_adapters.jobs.worker import Worker


def event_subscribers(shop: Shop) -> Sequence[Subscriber]:
    """Name who hears every event, in this order; each of them ignores what it has had.

    A closed account comes last: its handler deletes the event.
    """
    return (shop.notifications().handle, shop.cart_merge().handle, shop.account_closed().handle)


def recurring_jobs(shop: Shop) -> Sequence[Job]:
    """Name the recurring jobs; a new one adds its line."""
    often, hourly = timedelta(seconds=5), timedelta(hours=1)
    reconciliation = shop.reconciliation()
    jobs = [
        Job(name="reconcile-payments", every=often, run=lambda: reconciliation.run_once().has_more),
        Job(name="cleanup-carts", every=hourly, run=shop.cart_cleanup().clean_up),
        Job(name="cleanup-idempotency-keys", every=hourly, run=shop.idempotency().delete_expired),
        Job(name="extend-audit-chain", every=timedelta(seconds=30), run=shop.audit_chain().extend),
        Job(name="cleanup-events", every=hourly, run=cleanup_events(shop.begin(), shop.clock())),
    ]
    if shop.settings().session_auto_cleanup:
        jobs.append(Job(name="cleanup-sessions", every=hourly, run=shop.session_cleanup().clean_up))
    return jobs


def build_relay(shop: Shop) -> OutboxRelay:
    """Make the relay of a shop."""
    return OutboxRelay(
        begin=shop.begin(),
        read=shop.read(),
        clock=shop.clock(),
        jitter=shop.jitter(),
        subscribers=event_subscribers(shop),
        retry=shop.delivery_retry(),
    )


def build_worker(shop: Shop) -> Worker:
    """Make a worker for a shop; it does nothing before it is started."""
    return Worker(
        relay=build_relay(shop), jobs=recurring_jobs(shop), begin=shop.begin(), read=shop.read(), clock=shop.clock()
    )
