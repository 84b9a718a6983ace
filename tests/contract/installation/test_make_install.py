"""A clone that is installed next year, with the oldest pip there is, gets what was locked and nothing else."""

import json
import os
import re
import shutil
import subprocess
import sys
import venv
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.contract.installation.package_index import LOCKED, NEWER, serving, write_locks_with_index

ROOT = Path(__file__).parents[3]
OLDEST_PIP = Path(sys.prefix) / "oldest-pip"
TOOLS = {"pytest", "hypothesis", "basedpyright", "ruff"}
BACKEND = """
import zipfile

def build_editable(folder, config_settings=None, metadata_directory=None):
    name, info = "shop-0-py3-none-any.whl", "shop-0.dist-info"
    with zipfile.ZipFile(f"{folder}/{name}", "w") as wheel:
        wheel.writestr(f"{info}/METADATA", "Metadata-Version: 2.1\\nName: shop\\nVersion: 0\\n")
        wheel.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n")
        wheel.writestr(f"{info}/RECORD", "")
    return name
"""
PROJECT = """
[build-system]
requires = []
build-backend = "backend"
backend-path = ["."]

[project]
name = "shop"
version = "0"
"""


class Clone:
    """A clone's own Makefile and locks, with packages that are empty and quick."""

    def __init__(self, folder: Path, index: str) -> None:
        self.folder = folder
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR") if name in os.environ}
        own = {"PIP_CONFIG_FILE": os.devnull, "PIP_INDEX_URL": index, "PIP_NO_CACHE_DIR": "1"}
        self.environment = {**kept, **own, "PYTHON": sys.executable}

    def make(self, *words: str) -> subprocess.CompletedProcess[str]:
        command = ["make", "UV=", *words]
        return subprocess.run(
            command, cwd=self.folder, env=self.environment, capture_output=True, text=True, timeout=110, check=False
        )

    def installed(self) -> dict[str, str]:
        command = [self.folder / ".venv/bin/python", "-m", "pip", "list", "--format", "json"]
        listed = subprocess.run(command, env=self.environment, capture_output=True, text=True, check=True).stdout
        return {normal(one["name"]): one["version"] for one in json.loads(listed)}

    def locked(self, *names: str) -> dict[str, str]:
        """Give what these locks name, and pip may have left out for its marker."""
        text = "".join((self.folder / "requirements" / f"{name}.txt").read_text() for name in names)
        return {normal(name): version for name, version, _ in LOCKED.findall(text)}

    def with_oldest_pip(self) -> None:
        """Make the environment as the first Python 3.11 made it."""
        venv.create(self.folder / ".venv", with_pip=False, symlinks=True)
        (packages,) = (self.folder / ".venv").glob("lib/python*/site-packages")
        shutil.copytree(OLDEST_PIP, packages, dirs_exist_ok=True)
        (self.folder / ".venv/.whole").touch()


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


@pytest.fixture(scope="module")
def packages(tmp_path_factory) -> Iterator[tuple[Path, str]]:
    """Make the index and its locks once."""
    folder = tmp_path_factory.mktemp("index")
    (folder / "locks").mkdir()
    (folder / "files").mkdir()
    write_locks_with_index(sorted((ROOT / "requirements").glob("*.txt")), folder / "locks", folder / "files")
    with serving(folder / "files") as index:
        yield folder / "locks", index


@pytest.fixture
def clone(packages, tmp_path) -> Clone:
    locks, index = packages
    shutil.copytree(locks, tmp_path / "requirements")
    shutil.copy(ROOT / "Makefile", tmp_path)
    (tmp_path / "hatch_build.py").touch()
    (tmp_path / "pyproject.toml").write_text(PROJECT)
    (tmp_path / "backend.py").write_text(BACKEND)
    return Clone(tmp_path, index)


oldest_pip = pytest.mark.skipif(sys.version_info >= (3, 12), reason="pip 23.0.1 runs on Python 3.11 only")


@oldest_pip
def test_the_oldest_pip_installs_what_is_locked_and_nothing_else(clone):
    clone.with_oldest_pip()
    made = clone.make("tools")
    assert made.returncode == 0, made.stderr
    installed, locked = clone.installed(), clone.locked("runtime", "build", "assets", "dev")
    assert installed.pop("pip") == "23.0.1"
    assert installed.pop("shop") == "0"
    installed.pop("setuptools", None)
    assert installed.items() <= locked.items()
    assert installed.keys() >= TOOLS
    assert NEWER not in installed.values()


@oldest_pip
def test_the_index_would_mislead_a_pip_that_resolves(clone):
    clone.with_oldest_pip()
    command = [".venv/bin/python", "-m", "pip", "install", "--require-hashes", "-r", "requirements/dev.txt"]
    resolved = subprocess.run(
        command, cwd=clone.folder, env=clone.environment, capture_output=True, text=True, check=False
    )
    assert resolved.returncode != 0
    assert "must have their versions pinned" in resolved.stderr


def test_running_the_shop_needs_no_tool(clone):
    assert clone.make("install").returncode == 0
    assert not TOOLS & clone.installed().keys()


def test_what_is_installed_is_not_looked_at_again(clone):
    assert clone.make("install").returncode == 0
    clone.environment["PIP_INDEX_URL"] = "http://127.0.0.1:9/"
    again = clone.make("install")
    assert again.returncode == 0
    assert again.stdout == ""


def cut_short(folder: Path) -> None:
    (folder / ".venv/.whole").unlink()


def without_python(folder: Path) -> None:
    python = folder / ".venv/bin/python"
    python.unlink()
    python.symlink_to(folder / "gone")


@pytest.mark.parametrize("harm", [cut_short, without_python])
def test_a_half_made_environment_is_made_anew(clone, harm):
    assert clone.make("install").returncode == 0
    harm(clone.folder)
    made = clone.make("install")
    assert made.returncode == 0, made.stderr
    assert "sqlalchemy" in clone.installed()


def test_an_index_that_is_away_leaves_what_was_there(clone):
    assert clone.make("install").returncode == 0
    clone.environment |= {"PIP_INDEX_URL": "http://127.0.0.1:9/", "PIP_RETRIES": "0"}
    assert clone.make("tools").returncode != 0
    again = clone.make("install")
    assert again.returncode == 0
    assert again.stdout == ""
