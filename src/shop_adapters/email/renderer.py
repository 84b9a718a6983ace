"""Mails in words, from one template each: its blocks are set as text and as HTML."""

import textwrap
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parseaddr
from typing import Any, Final
from uuid import UUID

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from shop_adapters.email.order_formatting import format_address, order_totals
from shop_domain.notifications.model import Mail, MailMessage

LINE_WIDTH: Final = 76
MAX_VALUE_LENGTH: Final = 200


def format_time(at: datetime) -> str:
    """Write a time for people, in UTC."""
    at = at.astimezone(UTC)
    return f"{at.day} {at:%B %Y, %H:%M} UTC"


def paragraphs(text: str) -> tuple[str, ...]:
    """Split a block of a template at its blank lines."""
    blocks = (" ".join(block.split()) for block in str(text).split("\n\n"))
    return tuple((Markup if isinstance(text, Markup) else str)(block) for block in blocks if block)


def wrap_text(text: str) -> str:
    """Break a paragraph into lines; links stay whole."""
    return textwrap.fill(text, LINE_WIDTH, break_long_words=False, break_on_hyphens=False)


def _environment(*, autoescape: bool) -> Environment:
    environment = Environment(
        loader=PackageLoader("shop_adapters.email"),
        autoescape=autoescape,  # noqa: S701 - text is not HTML
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    filters: dict[str, Any] = environment.filters
    filters.update(moment=format_time, paragraphs=paragraphs, wrapped=wrap_text)
    names: dict[str, Any] = environment.globals
    names.update(sums=order_totals, address=format_address)
    return environment


class MailRenderer:
    """Writes mails in the name of one shop."""

    def __init__(self, *, sender: str, public_url: str) -> None:
        """Sign with the sender's display name; the address of the shop stands below each mail."""
        name, address = parseaddr(sender)
        self._host = address.rpartition("@")[2]
        self._shop = {"shop_name": name or self._host, "shop_url": public_url}
        self._text_templates, self._html_templates = _environment(autoescape=False), _environment(autoescape=True)

    def __call__(self, event_id: UUID, message: MailMessage, link: str | None) -> Mail:
        """Write the mail of an event's message, with its link where it has one."""
        facts = {**self._shop, **_template_context(message.context), "to": message.to, "link": link}
        return Mail(
            id=f"{event_id}.{message.name.value}@{self._host}",
            to=message.to,
            subject=" ".join(self._render(self._text_templates, "subject", message, facts).split()),
            text=self._render(self._text_templates, "text", message, facts).strip() + "\n",
            html=self._render(self._html_templates, "html", message, facts).strip() + "\n",
        )

    @staticmethod
    def _render(environment: Environment, layout: str, message: MailMessage, context: Mapping[str, Any]) -> str:
        template = environment.get_template(f"{message.name.value}.jinja")
        return template.render({**context, "layout": f"layout.{layout}.jinja", "as_html": layout == "html"})


def _template_context(context: Mapping[str, object]) -> dict[str, object]:
    """Keep what people typed in one line of bounded length, so that it can't pose as text of ours."""
    return {name: _collapse_whitespace(fact) if isinstance(fact, str) else fact for name, fact in context.items()}


def _collapse_whitespace(text: str) -> str:
    visible = "".join(letter if letter.isprintable() else " " for letter in text)
    return textwrap.shorten(visible, MAX_VALUE_LENGTH, placeholder="…") if visible.strip() else ""
