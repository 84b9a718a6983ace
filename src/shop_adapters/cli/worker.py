"""`shop worker`: deliver mails and run recurring jobs, in a process of its own."""

import signal
from threading import Event

import click

from shop_adapters.cli.output import echo_if_terminal
from shop_adapters.cli.shop_context import open_shop
from shop_adapters.jobs.worker import Worker
from shop_adapters.jobs.worker_factory import build_worker

FINISH_SECONDS = 30


@click.command(name="worker")
@click.option("--once", is_flag=True, help="Do what is due now, and end.")
def command(*, once: bool) -> None:
    """Deliver events, mails among them, and run recurring jobs, until told to stop; any number may run at once."""
    with open_shop() as shop:
        worker = build_worker(shop)
        if once:
            _run_once(worker)
        else:
            _run_until_stopped(worker)


def _run_once(worker: Worker) -> None:
    while worker.deliver_events() or worker.run_due_jobs():
        pass


def _run_until_stopped(worker: Worker) -> None:
    told = Event()

    def stop(_number: int, _frame: object) -> None:
        told.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    worker.start()
    echo_if_terminal("Working. Stop with Ctrl-C.")
    told.wait()
    if not worker.stop(within_seconds=FINISH_SECONDS):
        raise click.ClickException(f"something did not end within {FINISH_SECONDS} s; it is taken up again later")
