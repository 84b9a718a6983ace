"""Every row must notice the bug that it is there for: planted in a copy of the source, the row turns red."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.torture.planted_bugs import PLANTED_BUGS
from tests.torture.planted_bugs.planted_bug import RACES, PlantedBug

ROOT = Path(__file__).parents[2]
TRIALS = int(os.environ.get("TORTURE_TRIALS", "30"))
MOST_MISSED = 1 / 30


def test_every_planted_bug_still_fits_the_source():
    assert all(plant.changed() for plant in PLANTED_BUGS)


@pytest.mark.torture
@pytest.mark.parametrize("plant", PLANTED_BUGS, ids=lambda plant: plant.name.replace(" ", "-"))
def test_the_row_notices_its_bug(plant: PlantedBug, tmp_path: Path):
    said = _run_of_the_row(plant, plant.apply_to_copy(tmp_path))
    trials, noticed = _figures(plant, said)
    print(json.dumps({"plant": plant.name, "row": plant.noticed_by, "trials": trials, "noticed": noticed}))  # noqa: T201 - figures
    assert noticed >= trials - max(1, trials * MOST_MISSED) * (trials > 1), said[-3000:]


def _run_of_the_row(plant: PlantedBug, source: Path) -> str:
    """Run the row on the planted source, in a process of its own."""
    file, _, test = plant.noticed_by.partition("::")
    chosen = ["-m", "torture", "-k", f"every_time and {test} and {plant.database}"]
    if file != RACES:
        chosen = ["-m", "not torture", "-k", f"{test} and {plant.database}" if plant.database == "postgres" else test]
    planted = {"TORTURE_SOURCE": str(source), "PYTHONPATH": str(source), "TORTURE_TRIALS": str(TRIALS)}
    words = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-s",
        "-p",
        "no:randomly",
        "-p",
        "no:cacheprovider",
        "--timeout=1200",
    ]
    done = subprocess.run(
        [*words, *chosen, f"tests/torture/{file}"],
        cwd=ROOT,
        env={**os.environ, **planted},
        capture_output=True,
        text=True,
        timeout=1800,
        check=False,
    )
    assert done.returncode in {0, 1}, done.stdout + done.stderr
    return done.stdout


def _figures(plant: PlantedBug, said: str) -> tuple[int, int]:
    """Count the trials, and those that noticed."""
    if plant.noticed_by.startswith(RACES):
        figures = json.loads(next(line for line in said.splitlines() if '"race"' in line).lstrip("."))
        return figures["trials"], figures["violations"]
    return 1, int(re.search(r"\b[1-9]\d* failed", said) is not None)
