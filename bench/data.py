"""What the shop has and who comes: made by the database itself, in sets."""

import psycopg

from tests import many_products, postgres

PASSWORD = "SecurePass123!"
USERS = 40
PLENTY = 100_000_000
SMALL, LARGE = 1_000, 100_000


def catalogue(products: int) -> str:
    """Make a database with so many products of three variants each, and answer its address."""
    url = postgres.fresh_database()
    many_products.add(url, 1, products)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("UPDATE stock SET on_hand = %s WHERE on_hand > 0", [PLENTY])
        connection.execute("VACUUM ANALYZE")
    return url


def variants(url: str, number: int) -> list[str]:
    """Name so many variants that can be bought."""
    with psycopg.connect(url) as connection:
        rows = connection.execute(
            "SELECT variant_id FROM stock WHERE on_hand > 1000 ORDER BY variant_id LIMIT %s", [number]
        )
        return [str(row[0]) for row in rows]


def users(url: str) -> list[str]:
    """Open verified accounts, all with the same password, and answer their addresses."""
    from shop_adapters.security.argon2_hasher import Argon2Hasher

    hasher = Argon2Hasher(threads=1, cheap=False)
    secret = hasher.hash(PASSWORD)
    hasher.close()
    with psycopg.connect(url) as connection:
        connection.execute(
            """
            INSERT INTO users (id, email, email_canonical, username, username_canonical, first_name, last_name, phone,
                               password_hash, is_active, is_staff, role, email_verified_at, date_joined,
                               password_changed_at, version)
            SELECT md5('user' || n)::uuid, 'user' || n || '@example.com', 'user' || n || '@example.com', 'user' || n,
                   'user' || n, 'A', 'Person', '', %s, true, false, 'CUSTOMER', now(), now(), now(), 1
            FROM generate_series(1, %s) n
            """,
            [secret, USERS],
        )
    return [f"user{n}@example.com" for n in range(1, USERS + 1)]


def past_attempts(url: str, number: int) -> None:
    """Write down attempts of the last month, a tenth of them by the users whom the bench signs in."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(
            """
            INSERT INTO security_attempts (id, attempt_type, user_id, identifier, ip_address, user_agent, success,
                                           failure_reason, timestamp)
            SELECT md5('attempt' || n)::uuid, 'LOGIN',
                   CASE WHEN mod(n, 10) = 0 THEN md5('user' || mod(n / 10, 40) + 1)::uuid END,
                   'user' || mod(n, 1000) || '@example.com',
                   CASE WHEN mod(n, 100) = 0 THEN '127.0.0.1' ELSE '198.51.100.' || mod(n, 250) END, 'a browser',
                   mod(n, 3) = 0, CASE WHEN mod(n, 3) = 0 THEN '' ELSE 'INVALID_CREDENTIALS' END,
                   now() - n * interval '2 seconds'
            FROM generate_series(1, %s) n
            """,
            [number],
        )
        connection.execute("ANALYZE security_attempts")
