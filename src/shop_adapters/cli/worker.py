"""`shop worker`: deliver mails and run recurring jobs, in a process of its own."""

import signal
from threading import Event

import click

from shop_adapters.cli.opened import opened_shop
from shop_adapters.cli.saying import say
from shop_adapters.jobs.schedule import worker_of
from shop_adapters.jobs.worker import Worker

FINISH_SECONDS = 30


@click.command(name="worker")
@click.option("--once", is_flag=True, help="Do what is due now, and end.")
def command(*, once: bool) -> None:
    """Deliver events, mails among them, and run recurring jobs, until told to stop; any number may run at once."""
    with opened_shop() as shop:
        worker = worker_of(shop)
        if once:
            _work_off(worker)
        else:
            _work_until_told_to_stop(worker)


def _work_off(worker: Worker) -> None:
    while worker.deliver_events() or worker.run_due_jobs():
        pass


def _work_until_told_to_stop(worker: Worker) -> None:
    told = Event()

    def stop(_number: int, _frame: object) -> None:
        told.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    worker.start()
    say("Working. Stop with Ctrl-C.")
    told.wait()
    if not worker.stop(within_seconds=FINISH_SECONDS):
        raise click.ClickException(f"something did not end within {FINISH_SECONDS} s; it is taken up again later")
