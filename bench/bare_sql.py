"""What the bare server says to the database."""

_SUMMARY = "p.id, p.slug, p.name, p.short_description, p.price_minor, p.currency, p.cover, p.sellable > 0 AS in_stock"
LIST = f"""
    SELECT {_SUMMARY}, (SELECT count(*) FROM products WHERE is_active) AS count
    FROM products p WHERE p.is_active ORDER BY p.created_at DESC, p.id DESC LIMIT %(limit)s OFFSET %(offset)s
"""  # noqa: S608 - our own words
PRODUCT = f"""
    SELECT {_SUMMARY}, p.description, p.images, p.attributes, (
        SELECT json_agg(json_build_object('id', v.id, 'sku', v.sku, 'options', v.options, 'price', v.price_minor,
                                          'free', s.on_hand - s.reserved) ORDER BY v.position)
        FROM variants v JOIN stock s ON s.variant_id = v.id WHERE v.product_id = p.id AND v.is_active
    ) AS variants
    FROM products p WHERE p.slug = %(slug)s AND p.is_active
"""  # noqa: S608 - our own words
CART = "SELECT id, lines, currency FROM carts WHERE guest_key = %(key)s AND status = 'ACTIVE'"
LOCK_CART = CART + " FOR UPDATE"
OFFERS = """
    SELECT v.id, v.product_id, v.sku, p.name, v.price_minor, s.on_hand - s.reserved AS available
    FROM variants v JOIN products p ON p.id = v.product_id JOIN stock s ON s.variant_id = v.id
    WHERE v.id = ANY(%(ids)s) AND v.is_active AND p.is_active
"""
SAVE_CART = """
    UPDATE carts SET lines = %(lines)s, line_count = %(count)s, version = version + 1, updated_at = now()
    WHERE id = %(id)s
"""
NEW_CART = """
    INSERT INTO carts
        (id, guest_key, status, currency, lines, line_count, coupon_codes, version, created_at, updated_at)
    VALUES (%(id)s, %(key)s, 'ACTIVE', 'EUR', '[]', 0, '[]', 1, now(), now())
"""
TAKE = """
    WITH wanted AS (
        SELECT * FROM unnest(%(variants)s::uuid[], %(quantities)s::int[]) AS w (variant_id, quantity)
    ), locked AS (
        SELECT s.variant_id FROM stock s JOIN wanted USING (variant_id) ORDER BY s.variant_id FOR UPDATE OF s
    )
    UPDATE stock s SET on_hand = s.on_hand - w.quantity FROM wanted w JOIN locked USING (variant_id)
    WHERE s.variant_id = w.variant_id AND s.on_hand - s.reserved >= w.quantity
"""
PLACE = """
    WITH placed AS (
        INSERT INTO orders (id, number, guest, cart_id, status, currency, subtotal, discount_total, shipping_total,
                            tax_total, grand_total, adjustments, coupon_codes, email, note, shipping_address,
                            billing_address, placed_at, updated_at, version)
        VALUES (%(id)s, %(number)s, 'bare', %(cart)s, 'PENDING', 'EUR', %(total)s, 0, 0, 0, %(total)s, '[]', '[]',
                'guest@example.com', '', %(address)s, %(address)s, now(), now(), 1)
    ), sold AS (
        UPDATE carts SET status = 'CONVERTED', version = version + 1, updated_at = now() WHERE id = %(cart)s
    )
    INSERT INTO order_lines (id, order_id, position, product_id, variant_id, sku, name, unit_price, quantity, discount,
                             tax, line_total)
    SELECT l.id, %(id)s, l.position, l.product_id, l.variant_id, l.sku, l.name, l.price, l.quantity, 0, 0,
           l.price * l.quantity
    FROM unnest(%(line_ids)s::uuid[], %(positions)s::int[], %(products)s::uuid[], %(variants)s::uuid[],
                %(skus)s::text[], %(names)s::text[], %(prices)s::bigint[], %(quantities)s::int[])
         AS l (id, position, product_id, variant_id, sku, name, price, quantity)
"""
PAY = "UPDATE orders SET status = 'CONFIRMED', version = version + 1, updated_at = now() WHERE id = %(id)s"
