"""An index of empty packages: those of the locks, and of each a newer release that no lock names."""

import hashlib
import http.server
import re
import threading
import zipfile
from collections.abc import Generator
from contextlib import contextmanager
from functools import partial
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

NEWER = "9999"
LOCKED = re.compile(r"^([A-Za-z0-9_.-]+)==([^ ;\\\n]+)([^\\\n]*)", re.MULTILINE)


class SilentHandler(http.server.SimpleHTTPRequestHandler):
    """Serves files and says nothing about it."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its base's signature
        """Say nothing."""


def write_locks_with_index(locks: list[Path], target: Path, index: Path) -> None:
    """Write the same locks with the hashes of an index that is made for them."""
    hashes = dict[tuple[str, str], str]()
    for lock in locks:
        lines = list[str]()
        for name, version, marker in LOCKED.findall(lock.read_text()):
            if (name, version) not in hashes:
                write_wheel(index, name, NEWER)
                hashes[name, version] = hashlib.sha256(write_wheel(index, name, version).read_bytes()).hexdigest()
            lines.append(f"{name}=={version}{marker.rstrip()} --hash=sha256:{hashes[name, version]}\n")
        (target / lock.name).write_text("".join(lines))


def write_wheel(index: Path, name: str, version: str) -> Path:
    """Make an empty wheel that needs what the real package needs, as far as that is installed here."""
    folder = index / re.sub(r"[-_.]+", "-", name).lower()
    folder.mkdir(exist_ok=True)
    stem = f"{re.sub(r'[-_.]+', '_', name)}-{version}"
    wheel = folder / f"{stem}-py3-none-any.whl"
    about = [f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n"]
    about += [f"Requires-Dist: {requirement}\n" for requirement in requirements_of(name)]
    about += [f"Provides-Extra: {extra}\n" for extra in extras_of(name)]
    kind = "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    info = f"{stem}.dist-info"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr(f"{info}/METADATA", "".join(about))
        archive.writestr(f"{info}/WHEEL", kind)
        archive.writestr(f"{info}/RECORD", f"{info}/METADATA,,\n{info}/WHEEL,,\n{info}/RECORD,,\n")
    return wheel


def requirements_of(name: str) -> list[str]:
    try:
        return distribution(name).requires or []
    except PackageNotFoundError:
        return []


def extras_of(name: str) -> list[str]:
    try:
        return distribution(name).metadata.get_all("Provides-Extra") or []
    except PackageNotFoundError:
        return []


@contextmanager
def serving(index: Path) -> Generator[str, None, None]:
    """Serve an index on loopback."""
    handler = partial(SilentHandler, directory=str(index))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
