"""Local payment providers: for tests, and for a shop without internet. PayPal so far.

In a test, three lines give a real HTTP server on 127.0.0.1, in a thread:

    from provider_simulators import serve
    with serve() as paypal:
        gateway = connect(paypal.base_url, paypal.config.client_id, paypal.config.client_secret)

On its own: `python -m provider_simulators.paypal --port 8081 --notify-url http://127.0.0.1:8000/...` (`--help`).
Inside another ASGI application: mount `paypal_simulator(PayPalConfig(base_url="http://127.0.0.1:8000/_sim/paypal"))`
under the path of its `base_url`. It never starts where SHOP_ENV is production, and listens on loopback only.

`serve()` makes the clock stand still, so that time passes only by `paypal.advance(seconds)`; the same seed and the
same calls give the same ids and times. `serve(PayPalConfig(clock="running", ...))` follows the wall clock, moved on
by what was advanced. Webhooks go to `notify_url` (registered under `webhook_id`) and to what is registered by API.

Steering it from Python (`paypal` above is a `RemotePayPal`; each method is one call of the control API):

    paypal.payer(order_id)                    approve; or "decline", "cancel", "leave", "other_method", "second_card".
                                              Returns where the browser would go. After "decline" the capture is
                                              refused with INSTRUMENT_DECLINED and the payer may approve again
    paypal.turn(capture_outcome="PENDING")    turn behavior; `Knobs` lists and explains them. For example
                                              capture_outcome="TRANSACTION_REFUSED", capture_value="1.00",
                                              capture_currency="USD", capture_payee=..., refund_outcome="PENDING"
    paypal.fault("timeout_after", path="/v2/checkout/orders/*", times=1)
                                              a fault for the next calls that match; `faults.FaultKind` lists the
                                              kinds, `FaultAction` their details: status=, moment=, retry_after=, ms=
    paypal.requests(method="POST", path=...)  the calls received, for "captured exactly once"
    paypal.state(), paypal.order(order_id)    everything it knows; tokens_issued, unknown_fields among it
    paypal.advance(3 * 3600)                  move the clock; orders expire, pending captures settle, webhooks retry
    paypal.end_capture(id, "DENIED")          end what is pending now; "COMPLETED", "REVERSED"
    paypal.end_refund(id, "FAILED")           likewise
    paypal.hold_webhooks(); paypal.release_webhooks("shuffle", seed=7); paypal.drain_webhooks()
    paypal.webhook(n, "duplicate")            also "deliver", "drop", "delay" with seconds=
    paypal.forge_webhook("amount_changed", order_id)   `forging.ForgeryKind` lists what can be forged
    paypal.reset(seed=1)                      a new run: behavior, faults, tokens, orders are as at the start

Over HTTP the same is under `/_sim`:

    POST reset {seed}                         GET state · GET requests · POST clock {advance_s}
    GET, POST, DELETE faults                  POST takes [{"match": {method, path, nth, body_contains}, "times": 1,
                                              "action": {"kind": "timeout_after"}}]; times null is for ever, and a
                                              path that ends in * is a beginning
    POST payer/{order_id} {action}            GET, POST behavior {name: value} · POST orders/{id}/expire
    POST captures/{id} {status}               POST refunds/{id} {status}
    GET webhooks                              POST webhooks/hold · release {order, seed} · settle
    POST webhooks/{n}/deliver, /drop, /duplicate, /delay {seconds}
    POST webhooks/forge {kind, order_id, url, count}

Without a behavior, the cents of the amount decide about a capture: .01 is refused once with INSTRUMENT_DECLINED, .02
stays PENDING for a minute and is then COMPLETED, .03 is PENDING and then denied, .04 is DECLINED, all others are
COMPLETED.

A fault that breaks the connection really does so in the simulator's own server; mounted in another application, it is
answered with an empty 502.
"""

from provider_simulators.background_server import serve
from provider_simulators.paypal import Behavior, PayPalConfig, paypal_simulator
from provider_simulators.paypal.client import PayPalSimulatorClient

__all__ = ["Behavior", "PayPalConfig", "PayPalSimulatorClient", "paypal_simulator", "serve"]
