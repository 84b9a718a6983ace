"""C19, C20, C22: the shop is killed at every commit of a purchase, and loses nothing by it."""

import json
from collections.abc import Iterator
from itertools import cycle

import pytest

from tests.torture.crash_scenario import Purchase
from tests.torture.rig import Rig

COUPON = "TEN"
SHORT = (("before", 9), ("after", 9), ("after", 13), ("after", 14))
"""Before and after the order is written, after the money is claimed, and after it came: the worst moments."""
SHORT_LOG_WRITES = (17,)
REPEATS = 3


class Goods:
    """What every purchase takes: two goods and a coupon for many."""

    def __init__(self, rig: Rig) -> None:
        first, second = rig.sell(1_000, 2_599, units=100_000)
        rig.offer_coupon(code=COUPON, max_uses=50_000)
        self.rig, self.goods = rig, {first: 1, second: 2}

    def purchase(self, *, worker_first: bool = False) -> Purchase:
        return Purchase(self.rig, self.goods, COUPON, worker_first=worker_first)

    def killed_at(self, at: int, moment: str, *, worker_first: bool, with_worker: bool) -> list[str]:
        """Buy with a kill at this point; list what is wrong afterwards."""
        purchase = self.purchase(worker_first=worker_first)
        self.rig.kill_at(at, moment)
        purchase.run(with_worker=with_worker)
        struck = self.rig.struck
        purchase.recover()
        return purchase.violations() + ([] if struck else [f"the kill {moment} {at} never happened"])


@pytest.fixture
def goods(rig: Rig) -> Goods:
    return Goods(rig)


def test_a_purchase_survives_kills_at_its_worst_moments(goods: Goods):
    points = SHORT if goods.rig.proxy else SHORT[1::2]
    for (moment, at), worker_first in zip(points, cycle([False, True])):
        assert goods.killed_at(at, moment, worker_first=worker_first, with_worker=False) == [], (moment, at)


def test_a_writer_killed_in_the_midst_of_a_commit_leaves_nothing_partial(sqlite_rig: Rig):
    goods = Goods(sqlite_rig)
    for at in SHORT_LOG_WRITES:
        assert goods.killed_at(at, "write", worker_first=False, with_worker=False) == [], at


@pytest.mark.torture
def test_a_purchase_survives_a_kill_at_every_commit(goods: Goods):
    points = [(at, moment) for at in range(1, _commits_of_one(goods) + 1) for moment in ("before", "after")]
    trials = [(*point, first, run) for run in range(REPEATS) for point in points for first in (False, True)]
    _report(goods, trials)


@pytest.mark.torture
def test_a_writer_killed_at_every_write_to_its_log_leaves_nothing_partial(sqlite_rig: Rig):
    goods = Goods(sqlite_rig)
    writes = _log_writes_of_one(goods)
    _report(goods, [(at, "write", at % 2 == 0, 0) for at in range(1, writes + 1)])


@pytest.fixture
def sqlite_rig(sqlite_url: str, tmp_path) -> Iterator[Rig]:
    from tests.torture.rig import torture_rig

    with torture_rig(tmp_path, sqlite_url) as rig:
        yield rig


def _commits_of_one(goods: Goods) -> int:
    """Buy once to warm up, and once to count: the fewest commits that a purchase and its worker need."""
    counts: list[int] = []
    for _ in range(3):
        before = goods.rig.commits
        purchase = goods.purchase()
        purchase.run(with_worker=True)
        counts.append(goods.rig.commits - before)
        purchase.recover()
        assert purchase.violations() == []
    return min(counts)


def _log_writes_of_one(goods: Goods) -> int:
    goods.purchase().run(with_worker=False)
    goods.rig.kill_at(10**9, "write")
    before = goods.rig.log_writes
    purchase = goods.purchase()
    purchase.run(with_worker=False)
    purchase.recover()
    return (goods.rig.log_writes - before) * 9 // 10


def _report(goods: Goods, trials: list[tuple[int, str, bool, int]]) -> None:
    """Try them all, print the figures, and fail with every breach at once."""
    wrong: dict[str, list[str]] = {}
    for at, moment, worker_first, run in trials:
        name = f"{moment} {at} {'worker' if worker_first else 'client'} first, run {run}"
        try:
            faults = goods.killed_at(at, moment, worker_first=worker_first, with_worker=moment != "write")
        except Exception as error:  # noqa: BLE001 - whatever goes wrong in a trial is a finding
            faults = [repr(error)]
            goods.rig.restart_if_killed()
        if faults:
            wrong[name] = faults
    print(json.dumps({"trials": len(trials), "violations": len(wrong), "database": goods.rig.database_url[:8]}))  # noqa: T201 - the figures are what a long run is for
    assert wrong == {}
