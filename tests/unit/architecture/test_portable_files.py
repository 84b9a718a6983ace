"""What is in the repository holds on every machine: no file names a package registry or somebody's folders."""

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[3]
# Split, so that this file does not find itself.
REGISTRIES = ("py" + "pi.org", "python" + "hosted.org", "npm" + "js.org", "npm" + "js.com", "yarnpkg" + ".com")
FOLDERS = re.compile(rb"(?<![\w.$}/~-])/(?:root|work|home/[a-z]+|Users/[A-Za-z]+|opt/[a-z]+)/")


def tracked_files() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return [path for name in listed.split("\0") if name and (path := ROOT / name).is_file()]


def test_no_file_names_a_package_registry():
    found = [
        f"{path.relative_to(ROOT)}: {host}"
        for path in tracked_files()
        for host in REGISTRIES
        if host.encode() in path.read_bytes()
    ]
    assert found == []


def test_no_file_names_a_folder_of_one_machine():
    found = [
        f"{path.relative_to(ROOT)}: {match.group().decode()}"
        for path in tracked_files()
        for match in FOLDERS.finditer(path.read_bytes())
    ]
    assert found == []
