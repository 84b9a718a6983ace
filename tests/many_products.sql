-- A catalogue of any size. Every product has three variants in three sizes and one colour, lies in one of ten
-- categories and has two of forty tags. The products are numbered from first to last.
INSERT INTO categories (id, slug, name)
SELECT md5('category' || n)::uuid, 'category-' || n, 'Category ' || n FROM generate_series(0, 9) n
ON CONFLICT DO NOTHING;

INSERT INTO colors (id, slug, name)
SELECT md5('color' || n)::uuid, 'color-' || n, 'Color ' || n FROM generate_series(0, 9) n
ON CONFLICT DO NOTHING;

INSERT INTO sizes (id, slug, name)
SELECT md5('size' || n)::uuid, 'size-' || n, 'Size ' || n FROM generate_series(0, 2) n
ON CONFLICT DO NOTHING;

INSERT INTO tags (id, slug, name)
SELECT md5('tag' || n)::uuid, 'tag-' || n, 'Tag ' || n FROM generate_series(0, 39) n
ON CONFLICT DO NOTHING;

INSERT INTO products (
    id, slug, name, short_description, description, currency, price_minor, max_price_minor, compare_at_minor, on_sale,
    cover, images, attributes, seo, details, summary, search_name, search_text, sold, created_at, updated_at
)
SELECT
    id, slug, name, 'A thing to try', repeat('<p>Well made, and made to last.</p>', 10), 'EUR', price, price + 200,
    CASE WHEN reduced THEN price + 1000 END, reduced, image, jsonb_build_array(image), '{}', '{}', '{}',
    jsonb_build_object(
        'id', id, 'slug', slug, 'name', name, 'short_description', 'A thing to try',
        'price', jsonb_build_object('minor', price, 'currency', 'EUR'),
        'max_price', jsonb_build_object('minor', price + 200, 'currency', 'EUR'),
        'compare_at', CASE WHEN reduced THEN jsonb_build_object('minor', price + 1000, 'currency', 'EUR') END,
        'on_sale', reduced,
        'categories', jsonb_build_array(jsonb_build_object(
            'id', md5('category' || n %% 10)::uuid, 'slug', 'category-' || n %% 10, 'name', 'Category ' || n %% 10
        )),
        'tags', (
            SELECT jsonb_agg(jsonb_build_object('id', md5('tag' || t)::uuid, 'slug', 'tag-' || t, 'name', 'Tag ' || t))
            FROM unnest(ARRAY[n %% 40, (n * 7 + 1) %% 40]) t
        ),
        'image', image,
        'options', jsonb_build_object(
            'Size', '["Size 0", "Size 1", "Size 2"]'::jsonb, 'Color', jsonb_build_array('Color ' || n %% 10)
        ),
        'is_active', true, 'created_at', made, 'updated_at', made
    )::text,
    lower(name), lower(name) || ' category tag' || CASE WHEN n %% 500 = 0 THEN ' rare' ELSE '' END, n %% 1000, made, made
FROM (
    SELECT
        n, md5('product' || n)::uuid AS id, 'product-' || n AS slug, 'Product ' || n AS name,
        500 + (n * 7919) %% 20000 AS price, n %% 5 = 0 AS reduced,
        timestamptz '2025-01-01' + n * interval '1 minute' AS made,
        jsonb_build_object(
            'id', md5('image' || n)::uuid, 'url', '/media/' || n || '.webp', 'alt', 'Product ' || n, 'position', 0,
            'is_primary', true, 'sizes', jsonb_build_object(
                'thumbnail', '/media/' || n || '-s.webp', 'medium', '/media/' || n || '-m.webp',
                'large', '/media/' || n || '.webp'
            )
        ) AS image
    FROM generate_series(%(first)s::int, %(last)s::int) n
) made;

INSERT INTO product_categories (product_id, category_id)
SELECT md5('product' || n)::uuid, md5('category' || n %% 10)::uuid
FROM generate_series(%(first)s::int, %(last)s::int) n;

INSERT INTO product_tags (product_id, tag_id)
SELECT md5('product' || n)::uuid, md5('tag' || t)::uuid
FROM generate_series(%(first)s::int, %(last)s::int) n, unnest(ARRAY[n %% 40, (n * 7 + 1) %% 40]) t
ON CONFLICT DO NOTHING;

INSERT INTO variants (
    id, product_id, sku, color_id, size_id, options, currency, price_minor, weight_grams, position
)
SELECT
    md5('variant' || n || '-' || s)::uuid, md5('product' || n)::uuid, 'SKU-' || n || '-' || s,
    md5('color' || n %% 10)::uuid, md5('size' || s)::uuid,
    jsonb_build_object('Size', 'Size ' || s, 'Color', 'Color ' || n %% 10), 'EUR',
    500 + (n * 7919) %% 20000 + s * 100, 250, s
FROM generate_series(%(first)s::int, %(last)s::int) n, generate_series(0, 2) s;

INSERT INTO stock (variant_id, on_hand)
SELECT md5('variant' || n || '-' || s)::uuid, CASE WHEN n %% 10 = 3 THEN 0 ELSE 20 END
FROM generate_series(%(first)s::int, %(last)s::int) n, generate_series(0, 2) s;
