"""How far a long command is: shown to a person, never into a pipe."""

import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import TypeAlias

Progress: TypeAlias = Callable[[int, int | None], None]
"""Hear how much is done, of how much where that is known."""


@contextmanager
def progress_bar(what: str) -> Generator[Progress, None, None]:
    """Show a bar while the block runs, if there is somebody to see it."""
    if not sys.stderr.isatty():
        yield lambda _done, _of: None
        return
    from rich.console import Console
    from rich.progress import Progress as Bar

    with Bar(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, of: bar.update(task, completed=done, total=of)
