"""`shop import-products` as a shopkeeper runs it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

SHOP = Path(sys.executable).with_name("shop")
HEADER = "Handle,Title,Variant Price\n"
GOOD = HEADER + "kite,Kite,12.50\ndrum,Drum,20\n"


@pytest.fixture
def shop(sqlite_url, tmp_path):
    """Run the program in a folder of its own."""

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        environment = os.environ | {"SHOP_ENV": "testing", "DATABASE_URL": sqlite_url, "SECRET_KEY": "s" * 32}
        return subprocess.run(
            [SHOP, *words], check=False, capture_output=True, text=True, cwd=tmp_path, env=environment, timeout=60
        )

    return run


def test_a_good_file_goes_in_without_a_word_and_a_second_time_as_well(shop, tmp_path):
    (tmp_path / "products.csv").write_text(GOOD)
    for _ in range(2):
        done = shop("import-products", "products.csv", "--format", "shopify")
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_a_bad_record_is_told_with_its_line_and_fails_the_command(shop, tmp_path):
    (tmp_path / "products.csv").write_text(GOOD + "bell,Bell,loud\n")
    done = shop("import-products", "products.csv", "--format", "shopify")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("line 4: Variant Price: ")
    (tmp_path / "products.csv").write_text(GOOD)
    assert shop("import-products", "products.csv", "--format", "shopify").returncode == 0


def test_a_file_of_another_kind_fails_the_command(shop, tmp_path):
    (tmp_path / "products.csv").write_text("a,b\n1,2\n")
    done = shop("import-products", "products.csv", "--format", "shopify")
    assert (done.returncode, done.stdout) == (1, "")
    assert "products.csv" in done.stderr


@pytest.mark.parametrize(
    "words",
    [
        ("import-products",),
        ("import-products", "nowhere.csv", "--format", "shopify"),
        ("import-products", "products.csv"),
        ("import-products", "products.csv", "--format", "magento"),
    ],
)
def test_a_wrong_call_is_told_apart_from_a_failure(shop, tmp_path, words):
    (tmp_path / "products.csv").write_text(GOOD)
    assert shop(*words).returncode == 2
