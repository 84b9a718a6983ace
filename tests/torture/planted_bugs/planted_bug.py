"""A bug to be planted in a copy of the source, as somebody might have written it, and the row that must notice it."""

import shutil
from pathlib import Path

import msgspec

SOURCE = Path(__file__).parents[3] / "src"
SQL, DOMAIN, HTTP = "shop_adapters/sql", "shop_domain", "shop_http"
RACES, CRASHES, TROUBLES = "test_races.py", "test_crash_points.py", "test_provider_troubles.py"


class Change(msgspec.Struct, frozen=True):
    """A text that is in a file once, and what is put in its place."""

    file: str
    before: str
    after: str


class PlantedBug(msgspec.Struct, frozen=True, kw_only=True):
    """One bug."""

    name: str
    noticed_by: str
    """The test file and the test in it."""
    database: str = "postgres"
    changes: tuple[Change, ...]

    def apply_to_copy(self, folder: Path) -> Path:
        """Copy the source into the folder, with the bug in it."""
        planted = folder / "src"
        shutil.copytree(SOURCE, planted, ignore=shutil.ignore_patterns("__pycache__"))
        for name, text in self.changed().items():
            (planted / name).write_text(text)
        return planted

    def changed(self) -> dict[str, str]:
        """Give the changed files; raise ValueError where the source has moved on and the bug no longer fits."""
        texts: dict[str, str] = {}
        for change in self.changes:
            text = texts.get(change.file) or (SOURCE / change.file).read_text()
            if text.count(change.before) != 1:
                msg = f"{self.name}: {change.before!r} stands {text.count(change.before)} times in {change.file}"
                raise ValueError(msg)
            texts[change.file] = text.replace(change.before, change.after)
        return texts


def planted_bug(
    name: str, file: str, test: str, *changes: tuple[str, str, str], database: str = "postgres"
) -> PlantedBug:
    return PlantedBug(
        name=name, noticed_by=f"{file}::{test}", database=database, changes=tuple(Change(*c) for c in changes)
    )
