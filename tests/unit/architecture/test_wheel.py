"""What is installed is what is here: the wheel holds every file of the source tree, migrations and templates too."""

import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).parents[3]


def test_the_wheel_holds_every_tracked_file_of_the_source_tree(tmp_path):
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", tmp_path]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    listed = subprocess.run(["git", "ls-files", "-z", "src"], cwd=ROOT, check=True, capture_output=True, text=True)
    sources = {name.removeprefix("src/") for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()}
    held = set(zipfile.ZipFile(wheel).namelist())
    assert sources - held == set()
    assert {f"shop_http/documentation/redoc/{name}" for name in ("LICENSE", "redoc.standalone.js")} <= held
