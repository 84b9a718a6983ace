"""Rows C01 to C36 and P06 to P19 over HTTP: many at once against the real server, on both databases."""

import json
import os
from collections.abc import Callable

import pytest

from tests.torture.oracle import Oracle
from tests.torture.races import cart, coupons, payments, stock
from tests.torture.races import idempotency as keys
from tests.torture.rig import Rig

Race = Callable[[Rig], None]
TRIALS = int(os.environ.get("TORTURE_TRIALS", "30"))
LONG_ONLY = {payments.p08_events_in_every_order, payments.p08_events_and_a_reversal_in_every_order}
MODULES = (stock, cart, keys, coupons, payments)
RACES: list[Race] = [
    race for module in MODULES for name, race in vars(module).items() if name[:1] in "cp" and name[1:3].isdigit()
]


@pytest.mark.parametrize("race", [race for race in RACES if race not in LONG_ONLY], ids=lambda race: race.__name__)
def test_the_race_ends_as_it_must(race: Race, busy: Rig):
    race(busy)
    assert Oracle(busy).violations(at_rest=False) == []


@pytest.mark.torture
@pytest.mark.parametrize("race", RACES, ids=lambda race: race.__name__)
def test_the_race_ends_as_it_must_every_time(race: Race, busy: Rig):
    wrong: dict[int, list[str]] = {}
    known = set(Oracle(busy).violations(at_rest=False))
    for trial in range(TRIALS):
        found = _tried(race, busy)
        breaches = set(Oracle(busy).violations(at_rest=False)) - known
        known |= breaches
        if found or breaches:
            wrong[trial] = [*found, *breaches]
    database = "SQLite" if busy.proxy is None else "PostgreSQL"
    print(json.dumps({"race": race.__name__, "database": database, "trials": TRIALS, "violations": len(wrong)}))  # noqa: T201 - figures
    assert wrong == {}


def _tried(race: Race, rig: Rig) -> list[str]:
    try:
        race(rig)
    except Exception as error:  # noqa: BLE001 - whatever goes wrong in a trial is a finding
        return [repr(error)]
    return []
