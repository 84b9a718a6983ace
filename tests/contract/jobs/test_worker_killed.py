"""A worker that is killed while mails go out: none is lost, and a repeated one is the same mail."""

import os
import signal
import subprocess
import sys
import time
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from typing import Any
from uuid import UUID

import pytest
from aiosmtpd.smtp import Envelope
from sqlalchemy import func, select

from shop_adapters.jobs.relay_outbox import CONCURRENCY
from shop_adapters.sql.engine.engines import make_engines
from shop_adapters.sql.messaging.outbox import outbox
from shop_adapters.sql.store import SqlStore
from shop_domain.accounts.model import UserId
from shop_domain.auth.events import NewSignIn
from shop_domain.auth.model import SessionId
from tests.contract.cli.shop_process import environment
from tests.contract.email.mail_server import Inbox, MailServerOnLoopback

KILLS = 3
USERS, MAILS_EACH = 6, 4
WORKER = """
from datetime import timedelta
from shop_adapters.jobs import relay_outbox
relay_outbox.LEASE = timedelta(seconds=1)
from shop_adapters.cli import main
main(["worker"])
"""


class KillingInbox(Inbox):
    """Takes every mail, and now and then kills who brought it before it can note that it did."""

    def __init__(self) -> None:
        super().__init__()
        self.worker: subprocess.Popen[bytes] | None = None
        self.kills = 0

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Envelope) -> str:  # noqa: N802
        answer = await super().handle_DATA(_server, _session, envelope)
        if self.kills < KILLS and len(self.envelopes) % 3 == 0 and self.worker:
            self.kills += 1
            os.kill(self.worker.pid, signal.SIGKILL)
        return answer


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def url(request) -> str:
    return request.getfixturevalue(f"{request.param}_url")


def test_a_killed_worker_loses_no_mail_and_repeats_only_the_same(url, tmp_path):
    _write_events(url)
    inbox = KillingInbox()
    with MailServerOnLoopback(inbox) as server:
        variables = environment(DATABASE_URL=url, EMAIL_URL=server.url)
        while inbox.kills < KILLS:
            inbox.worker = _worker(tmp_path, variables)
            inbox.worker.wait(60)
        inbox.worker = _worker(tmp_path, variables)
        _wait_until(lambda: _undelivered(url) == 0)
        inbox.worker.terminate()
        assert inbox.worker.wait(30) == 0
    _require_each_once_and_in_order(server.arrived())


def _require_each_once_and_in_order(arrived: list[EmailMessage]) -> None:
    by_id = {message["Message-ID"]: message for message in reversed(arrived)}
    assert len(by_id) == USERS * MAILS_EACH
    assert len(arrived) <= USERS * MAILS_EACH + KILLS * CONCURRENCY
    order = defaultdict[str, list[str]](list)
    for message_id in dict.fromkeys(message["Message-ID"] for message in arrived):
        text = str(by_id[message_id].get_payload(0))
        order[by_id[message_id]["To"]].append(text.split("device-")[1][0])
    assert list(order.values()) == [["0", "1", "2", "3"]] * USERS


def _write_events(url: str) -> None:
    store = SqlStore(make_engines(url, pool_size=1, durable=False))
    start = datetime.now(UTC) - timedelta(minutes=1)
    with store.begin() as tx:
        for time_after, user in ((n, u) for n in range(MAILS_EACH) for u in range(USERS)):
            tx.outbox.add(
                NewSignIn(
                    at=start + timedelta(seconds=time_after),
                    user_id=UserId(UUID(int=user)),
                    email=f"user{user}@example.com",
                    first_name="Ann",
                    session_id=SessionId(UUID(int=9)),
                    device_info=f"device-{time_after}",
                    ip_address="203.0.113.7",
                )
            )
    store.close()


def _worker(folder, variables: dict[str, str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", WORKER], cwd=folder, env=variables)


def _undelivered(url: str) -> int:
    engines = make_engines(url, pool_size=1, durable=False)
    with engines.read.connect() as connection:
        left = connection.execute(select(func.count()).where(outbox.c.delivered_at.is_(None))).scalar_one()
    engines.close()
    return left


def _wait_until(condition) -> None:
    deadline = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.2)
