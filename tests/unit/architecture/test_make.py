"""`make` alone tells what it can do."""

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[3]


def test_make_alone_lists_every_target_but_itself():
    declared = re.findall(r"^\.PHONY: (\S+)$", (ROOT / "Makefile").read_text(), flags=re.MULTILINE)
    printed = subprocess.run(["make", "-C", ROOT], check=True, capture_output=True, text=True).stdout
    listed = re.findall(r"^ {2}make (\S+) +\S", printed, flags=re.MULTILINE)
    assert sorted(listed) == sorted(set(declared) - {"help"})
