"""Draft the next migration: `python -m shop_adapters.sql.migrations "what it is for"`.

It compares the declared tables with an SQLite file that was brought to the newest revision. Read what it writes: checks
that changed, triggers and data are for you to add.
"""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from alembic import command

from shop_adapters.sql.engine.engines import make_engines
from shop_adapters.sql.migrations.migrate import configuration, upgrade


def draft(message: str) -> None:
    """Write the next file of versions/."""
    with TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'draft.sqlite3'}"
        upgrade(url)
        engines = make_engines(url, pool_size=1, durable=False)
        with engines.write.begin() as connection:
            config = configuration(connection)
            number = len(list(Path(__file__).parent.glob("versions/0*.py"))) + 1
            command.revision(config, message, autogenerate=True, rev_id=f"{number:04d}")
        engines.close()


if __name__ == "__main__":
    draft(sys.argv[1])
