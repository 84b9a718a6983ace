"""The page on which a payer pays, declines, or turns back."""

from functools import cache
from typing import cast, get_args
from urllib.parse import parse_qs

from jinja2 import Environment, PackageLoader, StrictUndefined

from shop_http.simulators.ids import URL_SAFE
from shop_http.simulators.messages import Reply, Request, as_page, redirect
from shop_http.simulators.paypal.page_view import page_of
from shop_http.simulators.paypal.payer import PayerAction, act
from shop_http.simulators.paypal.records import Order
from shop_http.simulators.paypal.world import PayPalWorld

_APPROVALS = ("approve", "decline", "other_method", "second_card")
_TELLS = {
    "APPROVED": ("You have already agreed to pay", "The shop is finishing your order. You can go back to it."),
    "COMPLETED": ("This order is paid", "There is nothing left to do. You can go back to the shop."),
    "VOIDED": ("This payment has expired", "Nothing was charged. Go back to the shop and start again."),
}


class PayerPage:
    """`/checkoutnow`: GET shows it and changes nothing; POST acts, with a token that works once."""

    def __init__(self, world: PayPalWorld) -> None:
        self._world = world

    def show(self, request: Request) -> Reply:
        order = self._order(request.query.get("token", ""))
        if order is None:
            text = "It may have expired. Go back to the shop and start again."
            return _said("We cannot find that payment", text, status=404)
        if not order.waits_for_payer:
            return _said(*_TELLS[order.status])
        page_token = self._world.ids.text(43, URL_SAFE)
        self._world.page_tokens[page_token] = order.id
        by_amount = self._world.knobs.capture_outcome == "by_amount"
        page = page_of(order, self._world.config, by_amount=by_amount, page_token=page_token)
        return as_page(_environment().get_template("payer.html").render(page=page))

    def choose(self, request: Request) -> Reply:
        form = {name: values[0] for name, values in parse_qs(request.body.decode("utf-8", "replace")).items()}
        order_id = self._world.page_tokens.pop(form.get("page_token", ""), None)
        order, action = self._order(order_id or ""), form.get("action")
        if order is None or action not in get_args(PayerAction):
            return _said("This page is out of date", "Reload it to go on with your payment.", status=403)
        if action in _APPROVALS and not order.waits_for_payer:
            return _said(*_TELLS[order.status])
        return self._done(order, cast("PayerAction", action))

    def _done(self, order: Order, action: PayerAction) -> Reply:
        url = act(self._world, order, action)
        if url:
            return redirect(url)
        if action == "leave":
            text = "The shop does not hear of it: it only sees that nobody came back."
            return _said("You closed the window", text)
        return _said("Done", "The shop gave no address to return to, so you can close this window.")

    def _order(self, order_id: str) -> Order | None:
        return self._world.ledger.books.orders.get(order_id)


def _said(title: str, text: str, *, status: int = 200) -> Reply:
    return as_page(_environment().get_template("said.html").render(title=title, text=text), status=status)


@cache
def _environment() -> Environment:
    loader = PackageLoader("shop_http.simulators.paypal")
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
