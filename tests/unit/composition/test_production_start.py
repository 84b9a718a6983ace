"""What a process of the shop loads depends on where it runs."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.unit.composition.test_settings import SAFE

START = """
import sys
import shop_adapters.cli.worker
from shop_http.app import from_environment
from_environment()
print(sorted(name for name in sys.modules if name.partition(".")[0] == "provider_simulators")[:1])
"""


@pytest.mark.parametrize(
    ("settings", "loaded"),
    [(SAFE, "[]"), ({"SHOP_ENV": "development"}, "['provider_simulators']")],
    ids=["production", "development"],
)
def test_only_development_loads_the_simulators(tmp_path: Path, settings: dict[str, str], loaded: str):
    stored = {"DATABASE_URL": f"sqlite:///{tmp_path / 'shop.db'}"}
    done = subprocess.run(
        [sys.executable, "-c", START],
        check=False,
        cwd=tmp_path,
        env={"PATH": os.environ["PATH"], **settings, **stored},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert (done.returncode, done.stdout.strip()) == (0, loaded), done.stderr
