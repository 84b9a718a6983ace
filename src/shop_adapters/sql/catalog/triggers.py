"""What the database itself keeps right, whoever writes: the catalogue's state, what can be bought, SQLite's search.

- `catalog_state.state` becomes another with every committed change that a list, a filter or a count could show.
  Whatever was worked out under a state holds as long as that state is read again (see state_cache.py). Stock is no part
  of it.
- `products.sellable` counts the variants that can be bought. Stock moves it only when a variant runs out or comes back,
  and only by one up or down: two sales at once can't hide each other, as they would if each counted anew.
- SQLite searches in an FTS5 table. Words come folded, with spaces between them, so its plainest tokenizer is right.
"""

from typing import Final

from sqlalchemy import DDL, event

from shop_adapters.sql.engine.metadata import metadata
from shop_adapters.sql.inventory.tables import can_sell

LISTED_COLUMNS: Final = "is_active, slug, name, price_minor, on_sale, rating_average, search_name, search_text, summary"

_SELLS_NEW: Final = can_sell("1", "NEW.")
_SELLS_OLD: Final = can_sell("1", "OLD.")
_LABELS: Final = ("categories", "colors", "sizes", "tags", "product_categories", "product_tags", "variants")

_POSTGRES_FUNCTIONS: Final = (
    """
    CREATE OR REPLACE FUNCTION catalog_changed() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        INSERT INTO catalog_state (id, state) VALUES (1, gen_random_uuid()::text)
        ON CONFLICT (id) DO UPDATE SET state = EXCLUDED.state;
        RETURN NULL;
    END $$
    """,
    # The product's row is locked before it is counted up or down: a change of the variant that holds it is then seen.
    f"""
    CREATE OR REPLACE FUNCTION sellable_changed() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
        moved uuid := CASE WHEN TG_OP = 'DELETE' THEN OLD.variant_id ELSE NEW.variant_id END;
        gain integer := CASE WHEN TG_OP = 'DELETE' THEN -1
                             WHEN {_SELLS_NEW} THEN 1 ELSE -1 END;
    BEGIN
        PERFORM FROM products WHERE id = (SELECT product_id FROM variants WHERE id = moved) FOR NO KEY UPDATE;
        UPDATE products SET sellable = sellable + gain
        WHERE id = (SELECT product_id FROM variants WHERE id = moved AND is_active);
        RETURN NULL;
    END $$
    """,  # noqa: S608 - a condition of our own
)
_POSTGRES_TRIGGERS: Final = (
    f"""
    CREATE OR REPLACE TRIGGER products_changed AFTER INSERT OR DELETE OR UPDATE OF {LISTED_COLUMNS} ON products
    FOR EACH STATEMENT EXECUTE FUNCTION catalog_changed()
    """,
    *(
        f"""
        CREATE OR REPLACE TRIGGER {table}_changed AFTER INSERT OR DELETE OR UPDATE ON {table}
        FOR EACH STATEMENT EXECUTE FUNCTION catalog_changed()
        """
        for table in _LABELS
    ),
    f"""
    CREATE OR REPLACE TRIGGER stock_inserted AFTER INSERT ON stock FOR EACH ROW WHEN ({_SELLS_NEW})
    EXECUTE FUNCTION sellable_changed()
    """,
    f"""
    CREATE OR REPLACE TRIGGER stock_sellable_changed AFTER UPDATE ON stock
    FOR EACH ROW WHEN ({_SELLS_NEW} <> {_SELLS_OLD}) EXECUTE FUNCTION sellable_changed()
    """,
    f"""
    CREATE OR REPLACE TRIGGER stock_deleted AFTER DELETE ON stock FOR EACH ROW WHEN ({_SELLS_OLD})
    EXECUTE FUNCTION sellable_changed()
    """,
)

_OTHER_STATE: Final = """
    INSERT INTO catalog_state (id, state) VALUES (1, lower(hex(randomblob(16))))
    ON CONFLICT (id) DO UPDATE SET state = excluded.state;
"""


def _sqlite_change(table: str, move: str, name: str) -> str:
    return f"CREATE TRIGGER IF NOT EXISTS {table}_{name} AFTER {move} ON {table} BEGIN {_OTHER_STATE} END"


def _sqlite_sellable(name: str, move: str, row: str, condition: str, gain: str) -> str:
    return f"""
        CREATE TRIGGER IF NOT EXISTS {name} AFTER {move} ON stock WHEN {condition} BEGIN
            UPDATE products SET sellable = sellable + {gain}
            WHERE id = (SELECT product_id FROM variants WHERE id = {row}.variant_id AND is_active);
        END
    """  # noqa: S608 - names of our own


_SQLITE_SEARCH: Final = (
    """
    CREATE TABLE IF NOT EXISTS product_search_rows (
        number INTEGER PRIMARY KEY, product_id CHAR(32) NOT NULL UNIQUE REFERENCES products (id) ON DELETE CASCADE
    )
    """,
    """
    CREATE VIRTUAL TABLE IF NOT EXISTS product_search
    USING fts5 (name, everything, tokenize = 'ascii', prefix = '2 3')
    """,
    """
    CREATE TRIGGER IF NOT EXISTS product_search_added AFTER INSERT ON products BEGIN
        INSERT INTO product_search_rows (product_id) VALUES (NEW.id);
        INSERT INTO product_search (rowid, name, everything)
        SELECT number, NEW.search_name, NEW.search_text FROM product_search_rows WHERE product_id = NEW.id;
    END
    """,
    """
    CREATE TRIGGER IF NOT EXISTS product_search_changed AFTER UPDATE OF search_name, search_text ON products
    WHEN OLD.search_name <> NEW.search_name OR OLD.search_text <> NEW.search_text BEGIN
        UPDATE product_search SET name = NEW.search_name, everything = NEW.search_text
        WHERE rowid = (SELECT number FROM product_search_rows WHERE product_id = NEW.id);
    END
    """,
    """
    CREATE TRIGGER IF NOT EXISTS product_search_removed BEFORE DELETE ON products BEGIN
        DELETE FROM product_search WHERE rowid = (SELECT number FROM product_search_rows WHERE product_id = OLD.id);
    END
    """,
)
_MOVES: Final = {"INSERT": "added", "UPDATE": "changed", "DELETE": "removed"}
_SQLITE_TRIGGERS: Final = (
    *(_sqlite_change(table, move, name) for table in _LABELS for move, name in _MOVES.items()),
    _sqlite_change("products", "INSERT", "added"),
    _sqlite_change("products", f"UPDATE OF {LISTED_COLUMNS}", "changed"),
    _sqlite_change("products", "DELETE", "removed"),
    _sqlite_sellable("stock_inserted", "INSERT", "NEW", _SELLS_NEW, "1"),
    _sqlite_sellable(
        "stock_sellable_changed",
        "UPDATE",
        "NEW",
        f"{_SELLS_NEW} <> {_SELLS_OLD}",
        f"CASE WHEN {_SELLS_NEW} THEN 1 ELSE -1 END",
    ),
    _sqlite_sellable("stock_deleted", "DELETE", "OLD", _SELLS_OLD, "-1"),
)

TRIGGERS: Final = {
    "postgresql": (*_POSTGRES_FUNCTIONS, *_POSTGRES_TRIGGERS),
    "sqlite": (*_SQLITE_SEARCH, *_SQLITE_TRIGGERS),
}
"""By dialect: what runs after the tables exist, in this order; each statement may run again."""

for dialect, statements in TRIGGERS.items():
    for statement in statements:
        event.listen(metadata, "after_create", DDL(statement).execute_if(dialect=dialect))
