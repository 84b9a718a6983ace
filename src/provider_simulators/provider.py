"""What every simulated provider is made of."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from provider_simulators.clock import VirtualClock
from provider_simulators.delivery_queue import DeliveryQueue
from provider_simulators.faults import FaultRules
from provider_simulators.http_messages import AsyncHandler, Request, Response
from provider_simulators.request_journal import RequestJournal
from provider_simulators.routing import Route
from provider_simulators.webhook_delivery import WebhookSender


class ProviderState(Protocol):
    """The state of one run; a reset makes a new one."""

    @property
    def clock(self) -> VirtualClock: ...
    @property
    def faults(self) -> FaultRules: ...
    @property
    def request_journal(self) -> RequestJournal: ...
    @property
    def delivery_queue(self) -> DeliveryQueue: ...
    @property
    def webhook_sender(self) -> WebhookSender: ...

    def new_id(self) -> str:
        """Return a fresh transmission id."""
        ...


class SimulatedProvider(Protocol):
    """One simulated provider. All of it is synchronous and quick, but for what the control API awaits."""

    @property
    def state(self) -> ProviderState: ...
    @property
    def control_routes(self) -> Sequence[Route[AsyncHandler]]: ...
    @property
    def webhooks_before_response(self) -> bool:
        """Whether webhooks go out before the answer to the call that caused them."""
        ...

    def handle(self, request: Request) -> Response:
        """Answer as the provider does."""
        ...

    def error_response(self, status: int, headers: dict[str, str]) -> Response:
        """Answer with the provider's shape of a failure."""
        ...

    def lock_key(self, request: Request) -> str | None:
        """Name the piece of work that no second request may enter while it lasts."""
        ...

    def conflict_response(self, request: Request) -> Response:
        """Answer a request that met its own work under way."""
        ...

    def process_due(self) -> None:
        """Let everything happen that the clock has made due."""
        ...

    def next_due_at(self) -> datetime | None:
        """Tell when the clock will next make something happen."""
        ...

    def reset(self, seed: int | None) -> None:
        """Start a new run; without a seed, with the one of the configuration."""
        ...

    def snapshot(self) -> dict[str, object]:
        """Show everything that the provider knows."""
        ...
