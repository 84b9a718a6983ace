"""What markup may a description carry?

Plain structure and links to the web; no scripts, styles, frames, forms, pictures or attributes. What is not allowed is
dropped and its text kept, except where the text is code.
"""

import html
import re
from html.parser import HTMLParser
from typing import Final
from urllib.parse import urlsplit

STRUCTURE: Final = frozenset({"blockquote", "br", "dd", "dl", "dt", "hr", "li", "ol", "p", "pre", "ul"})
HEADINGS: Final = frozenset({"h2", "h3", "h4", "h5", "h6"})
TABLES: Final = frozenset({"table", "tbody", "td", "tfoot", "th", "thead", "tr"})
INLINE: Final = frozenset({"a", "b", "code", "em", "i", "s", "small", "strong", "sub", "sup", "u"})
ALLOWED_TAGS: Final = STRUCTURE | HEADINGS | TABLES | INLINE
VOID_TAGS: Final = frozenset({"br", "hr"})
CODE: Final = frozenset({"script", "style", "template", "noscript", "svg", "math"})
CONTROLS: Final = frozenset({"iframe", "object", "select", "textarea", "title"})
REMOVED_WITH_CONTENT: Final = CODE | CONTROLS
ALLOWED_SCHEMES: Final = frozenset({"http", "https", "mailto"})
BLOCK_TAGS: Final = STRUCTURE | HEADINGS | TABLES | {"div", "h1"}
EXCERPT_LENGTH: Final = 200
_SPACE: Final = re.compile(r"\s+")
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


class _Cleaner(HTMLParser):
    """Copies what is allowed, closes what was left open."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.out: list[str] = []
        self._open: list[str] = []
        self._silent: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in REMOVED_WITH_CONTENT:
            self._silent.append(tag)
        elif tag in ALLOWED_TAGS and not self._silent:
            self.out.append(_opening(tag, dict(attrs)))
            if tag not in VOID_TAGS:
                self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self._silent:
            del self._silent[self._silent.index(tag) :]
        elif not self._silent and tag in self._open:
            while (last := self._open.pop()) != tag:
                self.out.append(f"</{last}>")
            self.out.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.out.append(html.escape(data, quote=False))

    def close(self) -> None:
        super().close()
        self.out.extend(f"</{tag}>" for tag in reversed(self._open))
        self._open.clear()


class _Reader(HTMLParser):
    """Reads the text alone, a space where a block ends."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.out: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - the parser's own form
        self.out.append(" " * (tag in BLOCK_TAGS))

    def handle_endtag(self, tag: str) -> None:
        self.out.append(" " * (tag in BLOCK_TAGS))

    def handle_data(self, data: str) -> None:
        self.out.append(data)


def sanitize_html(markup: str) -> str:
    """Keep the structure and the text of a description; cleaning it again changes nothing."""
    cleaner = _Cleaner()
    cleaner.feed(_CONTROL.sub("", markup.replace("\r\n", "\n")))
    cleaner.close()
    return "".join(cleaner.out).strip()


def plain_text(markup: str) -> str:
    """Read the text of safe markup on one line."""
    reader = _Reader()
    reader.feed(markup)
    reader.close()
    return _SPACE.sub(" ", "".join(reader.out)).strip()


def excerpt_of(markup: str) -> str:
    """Take the beginning of a description, up to a whole word."""
    text = plain_text(markup)
    if len(text) <= EXCERPT_LENGTH:
        return text
    return text[: EXCERPT_LENGTH - 1].rpartition(" ")[0].rstrip(" ,;:.") + "…"


def _opening(tag: str, attributes: dict[str, str | None]) -> str:
    href = _CONTROL.sub("", (attributes.get("href") or "").strip())
    if tag == "a" and _leads_to_the_web(href):
        return f'<a href="{html.escape(href)}" rel="nofollow noopener">'
    return f"<{tag}>"


def _leads_to_the_web(href: str) -> bool:
    try:
        return urlsplit(href).scheme.lower() in ALLOWED_SCHEMES
    except ValueError:
        return False
