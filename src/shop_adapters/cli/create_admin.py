"""`shop create-admin`: the first way in for staff."""

import sys

import click

from shop_adapters.cli.shop_context import open_shop
from shop_domain.accounts.errors import EmailTaken, UsernameTaken
from shop_domain.kernel.errors import FieldErrors, InvalidFields


@click.command(name="create-admin")
@click.option("--email", required=True, help="Address of the account; one that exists is promoted.")
@click.option("--username", help="User name of a new account; the part of the address before the @ if left out.")
@click.option("--password-stdin", is_flag=True, help="Read the password from the first line of standard input.")
def command(email: str, username: str | None, *, password_stdin: bool) -> None:
    """Make an active, verified administrator, or make one of the account that has the address.

    The password becomes the given one, and its sessions end.
    """
    password = _first_line() if password_stdin else _prompt()
    with open_shop() as shop:
        try:
            user = shop.administrators().appoint(email, username or email.partition("@")[0], password)
        except (EmailTaken, UsernameTaken) as refusal:
            raise click.ClickException(_format_errors(refusal.fields)) from refusal
        except InvalidFields as refusal:
            raise click.UsageError(_format_errors(refusal.fields)) from refusal
        click.echo(f"{user.email} is an administrator.")


def _first_line() -> str:
    return sys.stdin.readline().rstrip("\r\n")


def _prompt() -> str:
    if not sys.stdin.isatty():
        raise click.UsageError("Give the password on standard input, with --password-stdin.")
    return click.prompt("Password", hide_input=True, confirmation_prompt=True)


def _format_errors(fields: FieldErrors) -> str:
    return " ".join(f"{name}: {' '.join(map(str, messages))}" for name, messages in fields.items())
