"""The page on which a payer pays, declines, or turns back."""

from functools import cache
from typing import cast, get_args
from urllib.parse import parse_qs

from jinja2 import Environment, PackageLoader, StrictUndefined

from provider_simulators.http_messages import Request, Response, html_response, redirect_response
from provider_simulators.ids import URL_SAFE
from provider_simulators.paypal.payer_actions import PayerAction, apply_payer_action
from provider_simulators.paypal.payer_page_view import build_page_view
from provider_simulators.paypal.records import Order
from provider_simulators.paypal.state import PayPalState

_APPROVALS = ("approve", "decline", "other_method", "second_card")
_STATUS_TEXTS = {
    "APPROVED": ("You have already agreed to pay", "The shop is finishing your order. You can go back to it."),
    "COMPLETED": ("This order is paid", "There is nothing left to do. You can go back to the shop."),
    "VOIDED": ("This payment has expired", "Nothing was charged. Go back to the shop and start again."),
}


class PayerPage:
    """`/checkoutnow`: GET shows it and changes nothing; POST acts, with a token that works once."""

    def __init__(self, state: PayPalState) -> None:
        self._state = state

    def show(self, request: Request) -> Response:
        order = self._order(request.query.get("token", ""))
        if order is None:
            text = "It may have expired. Go back to the shop and start again."
            return _message_page("We cannot find that payment", text, status=404)
        if not order.waits_for_payer:
            return _message_page(*_STATUS_TEXTS[order.status])
        page_token = self._state.ids.text(43, URL_SAFE)
        self._state.page_tokens[page_token] = order.id
        by_amount = self._state.behavior.capture_outcome == "by_amount"
        page = build_page_view(order, self._state.config, by_amount=by_amount, page_token=page_token)
        return html_response(_environment().get_template("payer.html").render(page=page))

    def choose(self, request: Request) -> Response:
        form = {name: values[0] for name, values in parse_qs(request.body.decode("utf-8", "replace")).items()}
        order_id = self._state.page_tokens.pop(form.get("page_token", ""), None)
        order, action = self._order(order_id or ""), form.get("action")
        if order is None or action not in get_args(PayerAction):
            return _message_page("This page is out of date", "Reload it to go on with your payment.", status=403)
        if action in _APPROVALS and not order.waits_for_payer:
            return _message_page(*_STATUS_TEXTS[order.status])
        return self._finished_page(order, cast("PayerAction", action))

    def _finished_page(self, order: Order, action: PayerAction) -> Response:
        url = apply_payer_action(self._state, order, action)
        if url:
            return redirect_response(url)
        if action == "leave":
            text = "The shop does not hear of it: it only sees that nobody came back."
            return _message_page("You closed the window", text)
        return _message_page("Done", "The shop gave no address to return to, so you can close this window.")

    def _order(self, order_id: str) -> Order | None:
        return self._state.ledger.current.orders.get(order_id)


def _message_page(title: str, text: str, *, status: int = 200) -> Response:
    return html_response(_environment().get_template("message.html").render(title=title, text=text), status=status)


@cache
def _environment() -> Environment:
    loader = PackageLoader("provider_simulators.paypal")
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
