"""What a command says by the way: on a terminal, and nowhere else."""

import sys

import click


def echo_if_terminal(text: str) -> None:
    """Tell a person what was done; a pipe gets results and errors only."""
    if sys.stdout.isatty():
        click.echo(text)
