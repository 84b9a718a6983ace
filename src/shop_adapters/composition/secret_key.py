"""The secret key of a developer's shop, made once and kept in a file."""

import secrets
from pathlib import Path

OWNER_ONLY = 0o600


def load_or_create_secret_key(path: Path) -> str:
    """Read the key, or make and keep one that only its owner can read; of several processes one wins."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        mine = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
        mine.touch(mode=OWNER_ONLY)
        mine.write_text(secrets.token_urlsafe(48))
        try:
            path.hardlink_to(mine)
        except FileExistsError:
            pass
        finally:
            mine.unlink()
    return path.read_text().strip()
