"""Each import contract is proven by breaking it: a forbidden import, planted into a copy, must be reported."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
# Contract: the file that breaks it, and how.
PLANTED = {
    "Dependencies point inwards": ("shop_adapters/memory/store.py", "import shop_adapters.composition.settings"),
    "HTTP meets the adapters in its factory only": ("shop_http/errors.py", "import shop_adapters.memory.store"),
    "The domain is the standard library and msgspec": ("shop_domain/cart/model.py", "import sqlalchemy"),
    "A context knows only those below it": ("shop_domain/pricing/model.py", "import shop_domain.cart.model"),
    "Only services touch ports": ("shop_domain/cart/model.py", "import shop_domain.cart.ports"),
    "Services never call services": ("shop_domain/orders/service/__init__.py", "import shop_domain.inventory.service"),
    "A simulator shares no code with what it tests": (
        "provider_simulators/paypal/money.py",
        "import shop_domain.kernel.money",
    ),
    "Only development meets the simulators": ("shop_http/app.py", "import provider_simulators.server"),
    "No cycles": ("shop_domain/kernel/currency.py", "import shop_domain.kernel.money"),
}


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Copy what the contracts speak about."""
    folder = tmp_path_factory.mktemp("contracts")
    shutil.copyfile(ROOT / "pyproject.toml", folder / "pyproject.toml")
    shutil.copytree(ROOT / "src", folder / "src", ignore=shutil.ignore_patterns("__pycache__"))
    return folder


def broken_contracts(copy: Path) -> set[str]:
    linter = Path(sys.executable).with_name("lint-imports")
    environment = os.environ | {"PYTHONPATH": str(copy / "src")}
    done = subprocess.run(
        [linter, "--no-cache"], check=False, cwd=copy, env=environment, capture_output=True, text=True
    )
    verdicts = dict(re.findall(r"^(.+?) (KEPT|BROKEN)\b.*$", done.stdout, flags=re.MULTILINE))
    assert set(verdicts) == {contract["name"] for contract in CONTRACTS}, done.stdout
    return {name for name, verdict in verdicts.items() if verdict == "BROKEN"}


@pytest.mark.parametrize("contract", [contract["name"] for contract in CONTRACTS])
def test_a_planted_import_breaks_its_contract(copy, contract):
    file, line = PLANTED[contract]
    path = copy / "src" / file
    sound = path.read_text()
    path.write_text(f"{sound}\n{line}\n")
    try:
        assert contract in broken_contracts(copy)
    finally:
        path.write_text(sound)


def test_the_code_as_it_is_breaks_none(copy):
    assert broken_contracts(copy) == set()


def test_every_family_of_adapters_has_its_layer():
    inwards = next(contract for contract in CONTRACTS if contract["name"] == "Dependencies point inwards")
    placed = set(re.findall(r"shop_adapters\.(\w+)", " ".join(inwards["layers"])))
    assert placed == {folder.parent.name for folder in (ROOT / "src/shop_adapters").glob("*/__init__.py")}
