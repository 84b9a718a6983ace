"""What the documents name is there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
RELIABILITY = [ROOT / "docs/reliability.md", *sorted((ROOT / "docs/reliability").glob("*.md"))]


@pytest.mark.parametrize("document", RELIABILITY, ids=lambda document: document.name)
def test_every_test_that_a_promise_rests_on_is_there(document: Path):
    named = re.findall(r"`([\w/.-]+\.py|tests/[\w/.-]+)(?:::(?:(\w+)::)?(\w+))?", document.read_text())
    assert named
    missing = [name for name in named if not is_there(*name)]
    assert not missing


def is_there(path: str, group: str, test: str) -> bool:
    """Tell whether a file or folder is there, and defines the class and the test; a name may be its beginning."""
    file = next((ROOT / "tests").rglob(path.removeprefix("tests/")), ROOT / path)
    if not file.exists() or not test:
        return file.exists()
    text = file.read_text()
    return re.search(rf"(def|class) {test}", text) is not None and (not group or f"class {group}" in text)


def test_every_file_that_the_glossary_names_is_there():
    named = re.findall(r"`(shop_[\w/.]+)`", (ROOT / "docs/glossary.md").read_text())
    assert named
    assert not [name for name in named if not (ROOT / "src" / name).exists()]
