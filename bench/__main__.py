"""`python -m bench`: measure the shop, and print one table."""

import argparse
import datetime
import os
import platform
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TypeAlias

from bench import against, contention, growth, routes, start
from bench import auth as door
from bench import on_sqlite as embedded
from bench.processes import cpu_model, load_average
from bench.setup import BenchSetup, set_up
from bench.table import Row, markdown

Part: TypeAlias = Callable[[BenchSetup], Iterator[Row]]
PARTS: Mapping[str, Part] = {
    "routes": routes.figures,
    "session": door.session_check,
    "logins": door.logins,
    "rush": door.rush,
    "catalogue": growth.of_catalogue,
    "cart": growth.of_cart,
    "orders": growth.of_order,
    "contention": contention.figures,
    "sqlite": embedded.figures,
    "memory": start.memory,
    "start": start.figures,
}
SLOW = frozenset({"catalogue", "contention"})


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help="measure these alone")
    parser.add_argument("--quick", action="store_true", help="fewer requests, one round, without the slowest parts")
    parser.add_argument("--against", type=Path, metavar="FOLDER", help="measure another checkout beside this one")
    parser.add_argument("--list", action="store_true", help="name the parts")
    asked = parser.parse_args(arguments)
    if asked.against is not None:
        print(against.table(asked.against.resolve(), asked.parts))
        return
    unknown = set(asked.parts) - PARTS.keys()
    if unknown:
        parser.error(f"no such part: {', '.join(sorted(unknown))}")
    if asked.list:
        for name, part in PARTS.items():
            print(f"{name:12}{(part.__doc__ or '').splitlines()[0]}")
        return
    chosen = asked.parts or [name for name in PARTS if not (asked.quick and name in SLOW)]
    print(_measured(chosen, quick=asked.quick))


def _measured(names: list[str], *, quick: bool) -> str:
    before = load_average()
    rows: list[Row] = []
    with set_up(quick=quick) as setup:
        for name in names:
            print(f"measuring: {name}", file=sys.stderr, flush=True)
            rows += PARTS[name](setup)
    now = datetime.datetime.now(datetime.UTC)
    machine = f"{now:%Y-%m-%d %H:%M} UTC, {os.cpu_count()} × {cpu_model()}, Python {platform.python_version()}"
    load = f"load average before {before}, after {load_average()}{', quick' if quick else ''}"
    return "\n".join([f"{machine}, {load}", "", markdown(rows)])


if __name__ == "__main__":
    main(sys.argv[1:])
