"""How long a start takes, and how much memory a process has at the end."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from bench.processes import ROOT, serving
from bench.setup import READY, BenchSetup, settings
from bench.table import Row

IMPORT = "import shop_http.asgi"


def figures(setup: BenchSetup) -> Iterator[Row]:
    """Start the shop as people do, and load it in a process that does nothing else."""
    tries = 2 if setup.quick else 4
    ready = min(_cold(setup) for _ in range(tries))
    yield Row(what="Start to first answer, elapsed", shop=ready, unit="s", goal=1.5)
    imports = [_import(setup) for _ in range(tries)]
    yield Row(what="Import to ready application, CPU", shop=min(imports), unit="s", goal=0.9)


def memory(setup: BenchSetup) -> Iterator[Row]:
    """Tell what the serving process holds, after all that was measured before."""
    yield Row(what="Memory of the worker after the load", shop=setup.shop.megabytes[0], unit="MB", goal=120)
    yield Row(what="Memory of the process that watches over it", shop=setup.shop.megabytes[1], unit="MB")


def _cold(setup: BenchSetup) -> float:
    command = [str(Path(sys.executable).with_name("shop")), "serve"]
    with serving(command, setup.folder, READY, settings(setup.url, setup.folder)) as server:
        return server.seconds_to_ready


def _import(setup: BenchSetup) -> float:
    environment = {**os.environ, **settings(setup.url, setup.folder)}
    before = os.times()
    subprocess.run([sys.executable, "-c", IMPORT], env=environment, cwd=ROOT, check=True, stderr=subprocess.DEVNULL)
    after = os.times()
    return after.children_user - before.children_user + after.children_system - before.children_system
