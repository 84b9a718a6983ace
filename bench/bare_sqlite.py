"""The least that could serve this from SQLite: raw ASGI, hand-written SQL, Python's own sqlite3 on the event loop."""

import json
import os
import sqlite3
from typing import Any
from uuid import UUID

import msgspec

CONNECTION = sqlite3.connect(os.environ["DATABASE_URL"])
CONNECTION.row_factory = sqlite3.Row
encode = msgspec.json.Encoder().encode
decode = msgspec.json.Decoder().decode
PRODUCT = """
    SELECT p.*, (
        SELECT json_group_array(json_object('id', v.id, 'sku', v.sku, 'options', v.options, 'price', v.price_minor,
                                            'free', s.on_hand - s.reserved))
        FROM variants v JOIN stock s ON s.variant_id = v.id WHERE v.product_id = p.id AND v.is_active
        ORDER BY v.position
    ) AS variants
    FROM products p WHERE p.slug = ? AND p.is_active
"""
CART = "SELECT id, lines, currency FROM carts WHERE guest_key = ? AND status = 'ACTIVE'"
OFFERS = """
    SELECT v.id, v.sku, p.name, v.price_minor, s.on_hand - s.reserved AS available
    FROM variants v JOIN products p ON p.id = v.product_id JOIN stock s ON s.variant_id = v.id
    WHERE v.id IN (SELECT value FROM json_each(?)) AND v.is_active AND p.is_active
"""


def show_product(slug: str) -> object:
    row = CONNECTION.execute(PRODUCT, [slug]).fetchone()
    kept = ("id", "slug", "name", "short_description", "description", "currency", "price_minor")
    variants = [{**v, "in_stock": v["free"] > 0} for v in decode(row["variants"])]
    documents = {name: decode(row[name]) for name in ("images", "attributes")}
    return {**{name: row[name] for name in kept}, **documents, "variants": variants, "in_stock": row["sellable"] > 0}


def show_cart(key: str) -> object:
    cart = CONNECTION.execute(CART, [key]).fetchone()
    lines = decode(cart["lines"])
    wanted = json.dumps([UUID(line["variant_id"]).hex for line in lines])
    offers = {row["id"]: row for row in CONNECTION.execute(OFFERS, [wanted])}
    shown = [_line(line, offers[UUID(line["variant_id"]).hex]) for line in lines]
    total = sum(line["line_total"] for line in shown)
    return {"id": cart["id"], "items": shown, "grand_total": total, "currency": cart["currency"]}


def _line(line: Any, offer: sqlite3.Row) -> dict[str, Any]:  # noqa: ANN401 - JSON
    return {
        "id": line["id"],
        "sku": offer["sku"],
        "name": offer["name"],
        "quantity": line["quantity"],
        "unit_price": offer["price_minor"],
        "line_total": offer["price_minor"] * line["quantity"],
        "available": offer["available"],
    }


async def app(scope: Any, receive: Any, send: Any) -> None:  # noqa: ANN401 - as ASGI has it
    if scope["type"] == "lifespan":
        await receive()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await send({"type": "lifespan.shutdown.complete"})
        return
    _, name, *about = scope["path"].split("/")
    content = encode({"product": show_product, "cart": show_cart}[name](about[0]) if name else {})
    headers = ((b"content-type", b"application/json"), (b"content-length", b"%d" % len(content)))
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": content})
