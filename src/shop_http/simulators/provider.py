"""What every simulated provider is made of."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from shop_http.simulators.clock import VirtualClock
from shop_http.simulators.courier import Courier
from shop_http.simulators.deliveries import Deliveries
from shop_http.simulators.faults import Faults
from shop_http.simulators.journal import Journal
from shop_http.simulators.messages import AsyncAnswer, Reply, Request
from shop_http.simulators.routing import Route


class World(Protocol):
    """The state of one run; a reset makes a new one."""

    @property
    def clock(self) -> VirtualClock: ...
    @property
    def faults(self) -> Faults: ...
    @property
    def journal(self) -> Journal: ...
    @property
    def deliveries(self) -> Deliveries: ...
    @property
    def courier(self) -> Courier: ...

    def new_id(self) -> str:
        """Return a fresh transmission id."""
        ...


class Provider(Protocol):
    """One simulated provider. All of it is synchronous and quick, but for what the control API awaits."""

    @property
    def world(self) -> World: ...
    @property
    def control(self) -> Sequence[Route[AsyncAnswer]]: ...
    @property
    def tells_before_answering(self) -> bool:
        """Whether webhooks go out before the answer to the call that caused them."""
        ...

    def answer(self, request: Request) -> Reply:
        """Answer as the provider does."""
        ...

    def error(self, status: int, headers: dict[str, str]) -> Reply:
        """Answer with the provider's shape of a failure."""
        ...

    def work_of(self, request: Request) -> str | None:
        """Name the piece of work that no second request may enter while it lasts."""
        ...

    def in_progress(self, request: Request) -> Reply:
        """Answer a request that met its own work under way."""
        ...

    def pass_time(self) -> None:
        """Let everything happen that the clock has made due."""
        ...

    def next_change(self) -> datetime | None:
        """Tell when the clock will next make something happen."""
        ...

    def reset(self, seed: int | None) -> None:
        """Start a new run; without a seed, with the one of the configuration."""
        ...

    def state(self) -> dict[str, object]:
        """Show everything that the provider knows."""
        ...
