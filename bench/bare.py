"""The least that could serve this: raw ASGI, hand-written SQL, the driver's own prepared statements, msgspec.

It works on the shop's own tables, and leaves out all that makes the shop one: no access log, no session, no refusals,
no retries, no reservations, no ledger, no outbox. What the shop costs is told as a ratio to it.
"""

import os
from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from uuid import UUID, uuid4

import msgspec
from psycopg.rows import dict_row
from psycopg_pool import AsyncConnectionPool

from bench import bare_sql as sql

Row = Mapping[str, Any]
encode = msgspec.json.Encoder().encode
decode = msgspec.json.Decoder().decode


async def _prepare(connection: Any) -> None:  # noqa: ANN401 - the driver's
    connection.prepare_threshold = 0
    await connection.set_autocommit(True)


POOL: AsyncConnectionPool[Any] = AsyncConnectionPool(
    os.environ["DATABASE_URL"],
    min_size=8,
    max_size=8,
    open=False,
    configure=_prepare,
    kwargs={"row_factory": dict_row, "options": "-c jit=off"},
)


async def show_list(_: str, __: bytes) -> object:
    async with POOL.connection() as connection:
        rows = await (await connection.execute(sql.LIST, {"limit": 20, "offset": 0})).fetchall()
    return {"count": rows[0]["count"], "results": [_summary(row) for row in rows]}


async def show_product(slug: str, _: bytes) -> object:
    async with POOL.connection() as connection:
        row = await (await connection.execute(sql.PRODUCT, {"slug": slug})).fetchone()
    variants = [{**v, "price": _price(v["price"]), "in_stock": v["free"] > 0} for v in row["variants"]]
    return {
        **_summary(row),
        "description": row["description"],
        "images": row["images"],
        "attributes": row["attributes"],
        "variants": variants,
    }


async def show_cart(key: str, _: bytes) -> object:
    async with POOL.connection() as connection:
        cart = await (await connection.execute(sql.CART, {"key": key})).fetchone()
        lines = decode(cart["lines"])
        offers = await _offers(connection, lines)
    return _cart(cart, lines, offers)


async def add_item(key: str, body: bytes) -> object:
    wanted = decode(body)
    async with POOL.connection() as connection, connection.transaction():
        cart = await (await connection.execute(sql.LOCK_CART, {"key": key})).fetchone()
        lines = decode(cart["lines"])
        line = next((line for line in lines if line["variant_id"] == wanted["variant_id"]), None)
        if line is None:
            lines.append(line := {"id": str(uuid4()), "variant_id": wanted["variant_id"], "quantity": 0})
        line["quantity"] += wanted["quantity"]
        offers = await _offers(connection, lines)
        if offers[UUID(line["variant_id"])]["available"] < line["quantity"]:
            raise ValueError(line)
        values = {"id": cart["id"], "lines": encode(lines).decode(), "count": len(lines)}
        await connection.execute(sql.SAVE_CART, values)
    return _cart(cart, lines, offers)


async def new_cart(key: str, _: bytes) -> object:
    async with POOL.connection() as connection:
        await connection.execute(sql.NEW_CART, {"id": uuid4(), "key": key})
    return {}


async def check_out(key: str, body: bytes) -> object:
    """Lock, decide, write."""
    address, order_id = decode(body), uuid4()
    async with POOL.connection() as connection, connection.transaction():
        cart = await (await connection.execute(sql.LOCK_CART, {"key": key})).fetchone()
        lines = decode(cart["lines"])
        offers = await _offers(connection, lines)
        totals = [(line, offers[UUID(line["variant_id"])]) for line in lines]
        wanted = {UUID(line["variant_id"]): line["quantity"] for line in lines}
        values = {"variants": list(wanted), "quantities": list(wanted.values())}
        taken = await connection.execute(sql.TAKE, values)
        if taken.rowcount != len(wanted):
            raise ValueError(wanted)
        await connection.execute(sql.PLACE, _order(order_id, cart, totals, address))
    return {"order": order_id, **_cart(cart, lines, offers)}


async def pay(order: str, _: bytes) -> object:
    async with POOL.connection() as connection:
        await connection.execute(sql.PAY, {"id": UUID(order)})
    return {"order": order, "status": "CONFIRMED"}


async def _offers(connection: Any, lines: list[Row]) -> dict[UUID, Row]:  # noqa: ANN401 - the driver's
    values = {"ids": [UUID(line["variant_id"]) for line in lines]}
    return {row["id"]: row async for row in await connection.execute(sql.OFFERS, values)}


def _order(order_id: UUID, cart: Row, totals: list[tuple[Row, Row]], address: object) -> Row:
    document = encode(address).decode()
    return {
        "id": order_id,
        "number": order_id.hex[:20],
        "cart": cart["id"],
        "total": sum(offer["price_minor"] * line["quantity"] for line, offer in totals),
        "address": document,
        "line_ids": [uuid4() for _ in totals],
        "positions": list(range(len(totals))),
        "products": [offer["product_id"] for _, offer in totals],
        "variants": [offer["id"] for _, offer in totals],
        "skus": [offer["sku"] for _, offer in totals],
        "names": [offer["name"] for _, offer in totals],
        "prices": [offer["price_minor"] for _, offer in totals],
        "quantities": [line["quantity"] for line, _ in totals],
    }


def _summary(row: Row) -> dict[str, object]:
    return {
        "id": row["id"],
        "slug": row["slug"],
        "name": row["name"],
        "short_description": row["short_description"],
        "price": _price(row["price_minor"]),
        "currency": row["currency"],
        "in_stock": row["in_stock"],
        "image": row["cover"],
    }


def _cart(cart: Row, lines: list[Row], offers: Mapping[UUID, Row]) -> dict[str, object]:
    shown = [
        {
            "id": line["id"],
            "sku": offer["sku"],
            "name": offer["name"],
            "quantity": line["quantity"],
            "unit_price": _price(offer["price_minor"]),
            "line_total": _price(offer["price_minor"] * line["quantity"]),
            "available": offer["available"],
        }
        for line in lines
        for offer in [offers[UUID(line["variant_id"])]]
    ]
    total = sum(offers[UUID(line["variant_id"])]["price_minor"] * line["quantity"] for line in lines)
    return {"id": cart["id"], "items": shown, "grand_total": _price(total), "currency": cart["currency"]}


def _price(minor: int) -> str:
    return f"{minor // 100}.{minor % 100:02}"


ROUTES: Mapping[str, Callable[[str, bytes], Awaitable[object]]] = {
    "list": show_list,
    "product": show_product,
    "cart": show_cart,
    "add": add_item,
    "new-cart": new_cart,
    "check-out": check_out,
    "pay": pay,
}


async def app(scope: Any, receive: Any, send: Any) -> None:  # noqa: ANN401 - as ASGI has it
    if scope["type"] == "lifespan":
        await _live(receive, send)
        return
    _, name, *about = scope["path"].split("/")
    body = b""
    if scope["method"] == "POST":
        body = (await receive())["body"]
    content = encode(await ROUTES[name](about[0], body) if name in ROUTES else {})
    headers = ((b"content-type", b"application/json"), (b"content-length", b"%d" % len(content)))
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": content})


async def _live(receive: Any, send: Any) -> None:  # noqa: ANN401 - as ASGI has it
    await receive()
    await POOL.open(wait=True)
    await send({"type": "lifespan.startup.complete"})
    await receive()
    await POOL.close()
    await send({"type": "lifespan.shutdown.complete"})
