"""Wait for what other requests are about to decide: on the event loop, since a thread that sleeps serves nobody."""

import asyncio
from functools import partial
from typing import Final, Protocol, TypeVar

from shop_domain.auth.errors import AttemptsInFlight
from shop_domain.checkout.model import PaymentWithOrder
from shop_domain.checkout.service import PaymentCompletionService
from shop_domain.payments.model import Method
from shop_http.thread_pools import Lane, ThreadPools

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)
LOGIN_PAUSES: Final = (0.02, 0.04, 0.08, *(0.1,) * 18)
"""Seconds; two in all, while a password takes a tenth of one to look at."""
COMPLETION_PAUSES: Final = (0.1, 0.2, 0.3, 0.4, *(0.5,) * 8)
"""Seconds; five in all, while most providers take one."""


class Attempt(Protocol[T_co]):
    """A login, with all that it needs."""

    def __call__(self, *, may_wait: bool) -> T_co:
        """Make it; raise AttemptsInFlight only where it may wait."""
        ...


async def decide_attempt(pools: ThreadPools, attempt: Attempt[T]) -> T:
    """Make an attempt at a password, which may wait two seconds for the outcome of those in flight."""
    for pause in LOGIN_PAUSES:
        try:
            return await pools.run(Lane.PASSWORDS, partial(attempt, may_wait=True))
        except AttemptsInFlight:
            await asyncio.sleep(pause)
    return await pools.run(Lane.PASSWORDS, partial(attempt, may_wait=False))


async def complete_on_return(
    pools: ThreadPools, payments: PaymentCompletionService, method: Method, provider_id: str
) -> PaymentWithOrder:
    """Complete the payment whose payer came back, or wait until whoever is doing so has; see the service for errors."""
    complete = partial(payments.complete_on_return, method, provider_id)
    result = await pools.run(Lane.PROVIDERS, complete)
    if not result.payment.is_being_completed:
        return result
    for pause in COMPLETION_PAUSES:
        await asyncio.sleep(pause)
        result = await pools.run(Lane.MAIN, partial(payments.find, method, provider_id))
        if not result.payment.is_being_completed:
            return await pools.run(Lane.PROVIDERS, complete)
    return result
