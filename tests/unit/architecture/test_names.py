"""A file is named after the question that it answers; a name that fits everything says nothing."""

from pathlib import Path

ROOT = Path(__file__).parents[3]
EMPTY_NAMES = {"base", "common", "helper", "helpers", "manager", "managers", "misc", "util", "utils"}


def test_no_file_or_folder_has_a_name_that_says_nothing():
    found = [path for part in ("src", "tests") for path in (ROOT / part).rglob("*") if path.stem in EMPTY_NAMES]
    assert found == []
