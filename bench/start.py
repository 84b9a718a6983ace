"""How long a start takes, and how much memory a process has at the end."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from bench.processes import ROOT, serving
from bench.stage import READY, Stage, settings
from bench.table import Row

IMPORT = "import shop_http.asgi"


def figures(stage: Stage) -> Iterator[Row]:
    """Start the shop as people do, and load it in a process that does nothing else."""
    tries = 2 if stage.quick else 4
    ready = min(_cold(stage) for _ in range(tries))
    yield Row(what="Start to first answer, elapsed", shop=ready, unit="s", goal=1.5)
    imports = [_import(stage) for _ in range(tries)]
    yield Row(what="Import to ready application, CPU", shop=min(imports), unit="s", goal=0.9)


def memory(stage: Stage) -> Iterator[Row]:
    """Tell what the serving process holds, after all that was measured before."""
    yield Row(what="Memory of the worker after the load", shop=stage.shop.megabytes[0], unit="MB", goal=120)
    yield Row(what="Memory of the process that watches over it", shop=stage.shop.megabytes[1], unit="MB")


def _cold(stage: Stage) -> float:
    command = [str(Path(sys.executable).with_name("shop")), "serve"]
    with serving(command, stage.folder, READY, settings(stage.url, stage.folder)) as server:
        return server.seconds_to_ready


def _import(stage: Stage) -> float:
    environment = {**os.environ, **settings(stage.url, stage.folder)}
    before = os.times()
    subprocess.run([sys.executable, "-c", IMPORT], env=environment, cwd=ROOT, check=True, stderr=subprocess.DEVNULL)
    after = os.times()
    return after.children_user - before.children_user + after.children_system - before.children_system
