"""The shop over HTTP.

To add routes to a context:

1. write its requests and answers in `wire/<context>.py`: requests derive from `wire.body.Body`, query parameters from
   `wire.body.Query`, answers are frozen msgspec structures with a class method `of(domain_object)`;
2. write a `Controller` in `routes/<context>.py`; `routing.py` shows how, with an example of each kind;
3. add the controller to `CONTROLLERS` in `app.py` (one line), and the service that it needs to the container
   (`shop_adapters/composition/container.py`): a parameter annotated with the service's class receives it.

Everything else is done before a handler runs: who calls, whether they may, size, time, form and text of the body,
unknown and repeated fields and parameters, paging, idempotency; and after it: encoding, entity tags, headers, errors.
"""
