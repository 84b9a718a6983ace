"""The shop over HTTP, on Litestar.

To add routes to a context:

1. write its requests and answers in `schemas/<context>.py`: bodies derive from `BodySchema`, query parameters from
   `QuerySchema` (both in `schemas/request_types.py`), answers are frozen msgspec structures with a class method
   `of(domain_object)`;
2. write a `Controller` in `routes/<context>.py`: each route names one of the guards of `guards.py` and what it
   `refuses`; a handler asks for what it needs by the names of `dependencies.py`;
3. add the controller to `CONTROLLERS` in `app.py` (one line), and the service that it needs to the container
   (`shop_adapters/composition/container.py`), under the name that handlers ask for it by.

Everything else happens around a handler: `request_policy.py`, `threaded_routes.py`, `guards.py` and
`request_validation.py` stand before it in this order, `idempotency.py` around it, `errors.py` and `response_policy.py`
after it. A plain handler may block: it runs in a thread. An `async` one stays on the event loop and must not.
"""

import os

# Litestar warns of plain handlers that do not say whether they go to a thread: here all do, by ThreadedRoutes.
os.environ.setdefault("LITESTAR_WARN_IMPLICIT_SYNC_TO_THREAD", "0")
