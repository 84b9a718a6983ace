"""A shop under torture: real processes, a real database behind a proxy, a PayPal with its own books, and a clock."""

from collections.abc import Generator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from uuid import UUID

import httpx
from dependency_injector import providers
from sqlalchemy import make_url

from provider_simulators import PayPalConfig, PayPalSimulatorClient, serve
from shop_adapters.composition.container import build
from shop_adapters.composition.settings import Settings, ShopEnv
from shop_adapters.composition.system import utc_now
from shop_adapters.jobs.worker_factory import build_worker
from shop_adapters.sql.engine.engines import make_engines
from shop_adapters.sql.store import SqlStore
from shop_domain.kernel.money import Money
from tests.builders import a_coupon, a_product, create_products
from tests.contract.simulators.webhook_inbox import WebhookInbox, webhook_inbox
from tests.contract.storage.ledger_audit import LedgerAudit
from tests.torture.pg_proxy import Moment, PostgresProxy, Strike
from tests.torture.program import Program, free_port

WEBHOOK = "/api/v1/payments/paypal/webhook/"
MOST_ROUNDS = 50


class Rig:
    """Everything between a client and the disk."""

    def __init__(
        self, folder: Path, database_url: str, port: int, paypal: PayPalSimulatorClient, **variables: str
    ) -> None:
        self.folder, self.database_url, self.paypal = folder, database_url, paypal
        self.currency = variables.get("SHOP_CURRENCY", "EUR")
        (folder / "mail").mkdir(exist_ok=True)
        self.proxy = None if database_url.startswith("sqlite") else _proxy_before(database_url)
        account = {
            "PAYPAL_BASE": paypal.base_url,
            "PAYPAL_CLIENT_ID": paypal.config.client_id,
            "PAYPAL_CLIENT_SECRET": paypal.config.client_secret,
            "PAYPAL_WEBHOOK_ID": paypal.config.webhook_id,
        }
        self.program = Program(folder, port, {"DATABASE_URL": self._address(), **account, **variables})
        self.store = SqlStore(make_engines(database_url, pool_size=4, durable=False))
        self.ahead = 0
        self._kill_noticed = True
        self.inbox: WebhookInbox
        self.http = httpx.Client(base_url=self.address, trust_env=False, timeout=30)
        self.shop = self._put_together()
        """The same shop in this process, with the same clock."""
        self.stock: dict[UUID, int] = {}
        self.initial_ledger: dict[UUID, int] = {}
        """What the ledger said of each before the first buyer came."""

    def __enter__(self) -> Self:
        self.program.serve()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.program.close()
        self.http.close()
        self.shop.store().close()
        self.store.close()
        if self.proxy is not None:
            self.proxy.close()

    @property
    def address(self) -> str:
        return self.program.address

    def sell(self, *prices: int, units: int = 1_000) -> list[UUID]:
        """Put products with so many units on sale."""
        variants = create_products(
            self.store, *(a_product(price=Money(p, self.currency)) for p in prices), available=units
        )
        self.stock |= dict.fromkeys(variants, units)
        books = LedgerAudit(self.store)
        self.initial_ledger |= {variant: books.ledger(variant)[0] for variant in variants}
        return list(variants)

    def offer_coupon(self, **given: Any) -> None:
        with self.store.begin() as tx:
            tx.coupon_admin.save(a_coupon(**given))

    def pass_time(self, seconds: int) -> None:
        """Let time go by for the shop and for PayPal."""
        self.ahead += seconds
        (self.folder / "clock").write_text(str(self.ahead))
        self.paypal.advance(seconds)

    def kill_at(self, at: int, moment: str) -> None:
        """Kill the shop at the n-th commit from now: before or after it, or (SQLite) at the n-th write to the log."""
        self.struck_file.unlink(missing_ok=True)
        self._kill_noticed = False
        if self.proxy is None:
            before = self.log_writes if moment == "write" else self.commits
            (self.folder / "strike").write_text(f"{moment} {at} {before}")
        else:
            when: Moment = "before" if moment == "before" else "after"
            self.proxy.arm(Strike(at=at, moment=when, act=self.program.kill))

    def disarm(self) -> None:
        (self.folder / "strike").unlink(missing_ok=True)
        if self.proxy is not None:
            self.proxy.arm(None)

    @property
    def struck_file(self) -> Path:
        return self.folder / "struck"

    @property
    def struck(self) -> bool:
        return self.struck_file.exists() if self.proxy is None else self.proxy.struck.is_set()

    @property
    def commits(self) -> int:
        """Count the commits so far."""
        return self._noted("commits") if self.proxy is None else self.proxy.commits

    @property
    def log_writes(self) -> int:
        return self._noted("writes")

    @contextmanager
    def slowed(self, seconds: float) -> Generator[None]:
        """Hold every statement for a while on its way to PostgreSQL, so that the windows between them are wide."""
        if self.proxy is not None:
            self.proxy.delay = seconds
        yield
        if self.proxy is not None:
            self.proxy.delay = 0.0

    def restart_if_killed(self) -> bool:
        """Start the shop again where it was killed; tell whether it was."""
        if self.struck and not self._kill_noticed:
            self._kill_noticed = True
            self.program.wait_for_its_end()
        if self.program.alive:
            return False
        self.program.serve()
        return True

    def run_worker(self) -> None:
        """Do what the worker does, until nothing is due: the same code, in this process, at the turned clock."""
        worker, rounds = build_worker(self.shop), 0
        while (self.shop.reconciliation().run_once().total or worker.deliver_events()) and rounds < MOST_ROUNDS:
            rounds += 1

    def _put_together(self) -> Any:
        shop = build(
            Settings(
                shop_env=ShopEnv.TESTING,
                secret_key=self.program.environment["SECRET_KEY"],
                database_url=self.database_url,
                public_url=self.address,
                shop_currency=self.currency,
                email_url=f"file:{self.folder}/mail",
                paypal_base=self.paypal.base_url,
                paypal_client_id=self.paypal.config.client_id,
                paypal_client_secret=self.paypal.config.client_secret,
                paypal_webhook_id=self.paypal.config.webhook_id,
            )
        )
        turned = providers.Object(lambda: utc_now() + timedelta(seconds=self.ahead))
        shop.clock.override(turned)  # pyright: ignore[reportUnknownMemberType] - its keywords are untyped
        return shop

    def _address(self) -> str:
        if self.proxy is None:
            return self.database_url
        url = make_url(self.database_url).set(host="127.0.0.1", port=self.proxy.port)
        return url.update_query_dict({"sslmode": "disable", "gssencmode": "disable"}).render_as_string(
            hide_password=False
        )

    def _noted(self, what: str) -> int:
        file = self.folder / what
        return file.stat().st_size if file.exists() else 0


def _proxy_before(database_url: str) -> PostgresProxy:
    url = make_url(database_url)
    return PostgresProxy(url.host or "127.0.0.1", url.port or 5432)


@contextmanager
def torture_rig(folder: Path, database_url: str, *, by_hand: bool = False, **variables: str) -> Generator[Rig]:
    """Open a shop on a database, with a PayPal beside it, and start its program.

    Webhooks go to the shop; by hand, they go to `rig.inbox`, from where the test sends them on as it likes.
    """
    port = free_port()
    to_the_shop = f"http://127.0.0.1:{port}{WEBHOOK}"
    with (
        webhook_inbox() as inbox,
        serve(PayPalConfig(clock="running", notify_url=inbox.url if by_hand else to_the_shop)) as paypal,
        Rig(folder, database_url, port, paypal, **variables) as rig,
    ):
        rig.inbox = inbox
        yield rig
