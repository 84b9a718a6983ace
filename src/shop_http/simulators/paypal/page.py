"""The page on which a payer pays, declines, or turns back."""

from functools import cache
from typing import get_args
from urllib.parse import parse_qs

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from shop_http.simulators.ids import URL_SAFE
from shop_http.simulators.messages import Reply, Request, as_page, redirect
from shop_http.simulators.paypal.payer import PayerAction, act
from shop_http.simulators.paypal.records import Order
from shop_http.simulators.paypal.world import PayPalWorld


class PayerPage:
    """`/checkoutnow`: it is shown by GET, which changes nothing, and acts by POST with a token used once."""

    def __init__(self, world: PayPalWorld) -> None:
        self._world = world

    def show(self, request: Request) -> Reply:
        order = self._order(request.query.get("token", ""))
        if order is None:
            return _said("We cannot find that payment", "It may have expired. Go back to the shop and start again.", 404)
        if not order.waits_for_payer:
            return _said(*_TELLS[order.status], 200)
        page_token = self._world.ids.text(43, URL_SAFE)
        self._world.page_tokens[page_token] = order.id
        return as_page(_template("payer.html").render(order=order, unit=order.wish.purchase_units[0], page_token=page_token, shop=self._shop(order)))

    def choose(self, request: Request) -> Reply:
        form = {name: values[0] for name, values in parse_qs(request.body.decode("utf-8", "replace")).items()}
        order_id = self._world.page_tokens.pop(form.get("page_token", ""), None)
        order, action = self._order(order_id or ""), form.get("action")
        if order is None or action not in get_args(PayerAction):
            return _said("This page is out of date", "Reload it to go on with your payment.", 403)
        if action != "leave" and action != "cancel" and not order.waits_for_payer:
            return _said(*_TELLS[order.status], 200)
        url = act(self._world, order, action)
        if url is None:
            return _said("You closed the window", "The shop does not hear of it: it only sees that nobody came back.", 200)
        return redirect(url)

    def _order(self, order_id: str) -> Order | None:
        return self._world.ledger.books.orders.get(order_id)

    def _shop(self, order: Order) -> str:
        return order.wish.experience.brand_name or "the shop"


_TELLS = {
    "APPROVED": ("You have already agreed to pay", "The shop is finishing your order. You can go back to it."),
    "COMPLETED": ("This order is paid", "There is nothing left to do. You can go back to the shop."),
    "VOIDED": ("This payment has expired", "Nothing was charged. Go back to the shop and start again."),
}


def _said(title: str, text: str, status: int) -> Reply:
    return as_page(_template("said.html").render(title=title, text=text), status=status)


@cache
def _environment() -> Environment:
    return Environment(loader=PackageLoader("shop_http.simulators.paypal"), autoescape=True, undefined=StrictUndefined)


def _template(name: str) -> Template:
    return _environment().get_template(name)
