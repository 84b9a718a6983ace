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
# Contract: the files that break it, and how.
PLANTED = {
    "Dependencies point inwards": [
        ("shop_adapters/memory/store.py", "import shop_adapters.composition.settings"),
        ("shop_adapters/sql/staff/guards.py", "import shop_adapters.memory.store"),
        ("provider_simulators/server.py", "import shop_adapters.jobs.worker"),
    ],
    "HTTP meets the adapters in its factory only": [("shop_http/errors.py", "import shop_adapters.memory.store")],
    "The domain is the standard library and msgspec": [
        ("shop_domain/cart/model.py", "import sqlalchemy"),
        ("shop_domain/staff/audit_chain.py", "import time"),
    ],
    "A context knows only those below it": [
        ("shop_domain/pricing/model.py", "import shop_domain.cart.model"),
        ("shop_domain/auth/blocks.py", "import shop_domain.staff.permissions"),
        ("shop_domain/staff/permissions.py", "import shop_domain.catalog.model"),
        ("shop_domain/notifications/order_messages.py", "import shop_domain.privacy.personal_data"),
    ],
    "Only services touch ports": [
        ("shop_domain/cart/model.py", "import shop_domain.cart.ports"),
        ("shop_domain/staff/permissions.py", "import shop_domain.staff.ports"),
        ("shop_domain/privacy/personal_data.py", "import shop_domain.privacy.ports"),
    ],
    "Services never call services": [
        ("shop_domain/orders/service/__init__.py", "import shop_domain.inventory.service"),
        ("shop_domain/privacy/service/erase_account.py", "import shop_domain.staff.service.change_users"),
    ],
    "A simulator shares no code with what it tests": [
        ("provider_simulators/paypal/money.py", "import shop_domain.kernel.money"),
        ("provider_simulators/http_messages.py", "import shop_adapters.payments.http_client.http_transport"),
    ],
    "Only development meets the simulators": [
        ("shop_http/app.py", "import provider_simulators.server"),
        ("shop_adapters/payments/paypal/gateway.py", "import provider_simulators"),
    ],
    "A payment provider knows no other, and the HTTP client knows none": [
        ("shop_adapters/payments/http_client/bulkhead.py", "import shop_adapters.payments.paypal.account"),
        ("shop_adapters/payments/paypal/gateway.py", "import shop_adapters.payments.in_memory"),
    ],
    "No cycles": [
        ("shop_domain/kernel/currency.py", "import shop_domain.kernel.money"),
        ("provider_simulators/paypal/money.py", "import provider_simulators.paypal.state"),
    ],
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


@pytest.mark.parametrize(
    ("contract", "file", "line"), [(contract, *plant) for contract, plants in PLANTED.items() for plant in plants]
)
def test_a_planted_import_breaks_its_contract(copy: Path, contract: str, file: str, line: str):
    path = copy / "src" / file
    sound = path.read_text()
    path.write_text(f"{sound}\n{line}\n")
    try:
        assert contract in broken_contracts(copy)
    finally:
        path.write_text(sound)


def test_every_contract_is_broken_on_purpose():
    assert set(PLANTED) == {contract["name"] for contract in CONTRACTS}


def test_the_code_as_it_is_breaks_none(copy):
    assert broken_contracts(copy) == set()


def test_every_family_of_adapters_has_its_layer():
    inwards = next(contract for contract in CONTRACTS if contract["name"] == "Dependencies point inwards")
    placed = set(re.findall(r"shop_adapters\.(\w+)", " ".join(inwards["layers"])))
    assert placed == {folder.parent.name for folder in (ROOT / "src/shop_adapters").glob("*/__init__.py")}
