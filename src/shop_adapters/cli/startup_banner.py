"""What `shop serve` says when it starts."""

from shop_adapters.cli.demo_accounts import demo_accounts
from shop_adapters.composition.settings import Settings


def startup_banner(settings: Settings) -> str:
    """Say where the shop is and, to a developer, where its documentation and its mails are."""
    lines = [f"Listening on {_address(settings)} ({settings.shop_env.value})"]
    if not settings.is_production:
        lines += [
            f"  API documentation  {settings.public_url}/api/docs/",
            f"  Mails              {_mails(settings)}",
        ]
    lines += [f"  Demo login         {person.email}  {person.password}" for person in demo_accounts(settings)]
    return "\n".join(lines)


def _address(settings: Settings) -> str:
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    return f"http://{host}:{settings.port}"


def _mails(settings: Settings) -> str:
    way, _, place = settings.email_url.partition(":")
    return {"file": f"{place}/", "console": "on standard output"}.get(way, "sent by the mail server")
