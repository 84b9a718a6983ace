"""What markup a description may carry."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop_domain.catalog.html_sanitizer import ALLOWED_TAGS, EXCERPT_LENGTH, excerpt_of, plain_text, sanitize_html

PIECES = st.sampled_from(
    ["<p>", "</p>", "<b>", "</i>", "<script>", "</script>", "<svg/onload=x>", "<a href='https://x'>", "<br/>", "<", ">"]
)
MARKUP = st.lists(PIECES | st.text(max_size=12), max_size=12).map("".join)
TAG = re.compile(r"</?([a-z0-9]+)(?: href=\"(?:https?|mailto):[^\"<>]*\" rel=\"nofollow noopener\")?>")


@pytest.mark.parametrize(
    ("markup", "kept"),
    [
        ("<p>Fine <strong>cotton</strong>.</p>", "<p>Fine <strong>cotton</strong>.</p>"),
        ("Fish & chips < 5 > 3", "Fish &amp; chips &lt; 5 &gt; 3"),
        ("<p style='color:red' onclick='x()'>a</p>", "<p>a</p>"),
        ("<script>alert(1)</script>b", "b"),
        ("<ScRiPt>alert(1)</sCrIpT >b", "b"),
        ("<style>p{}</style><iframe src=x>y</iframe>z", "z"),
        ("<img src=x onerror=alert(1)>a", "a"),
        ("<div><h1>T</h1><span>a</span></div>", "Ta"),
        (
            '<a href="https://a.example/?b=1&c=2">x</a>',
            '<a href="https://a.example/?b=1&amp;c=2" rel="nofollow noopener">x</a>',
        ),
        ("<a href='javascript:alert(1)'>x</a>", "<a>x</a>"),
        ("<a href=' java\nscript:alert(1)'>x</a>", "<a>x</a>"),
        ("<a href='//evil.example'>x</a>", "<a>x</a>"),
        ("<a href='data:text/html,x'>x</a>", "<a>x</a>"),
        ("<b><i>a</b>", "<b><i>a</i></b>"),
        ("<ul><li>a<li>b", "<ul><li>a<li>b</li></li></ul>"),
        ("a</p>b", "ab"),
        ("<!-- x --><p>a", "<p>a</p>"),
        ("<![CDATA[x]]>a", "a"),
        ("&lt;script&gt;", "&lt;script&gt;"),
        ("a\x00b\x07c", "abc"),
        ("", ""),
    ],
)
def test_examples(markup, kept):
    assert sanitize_html(markup) == kept


@given(MARKUP)
def test_nothing_but_what_is_allowed_is_left(markup):
    cleaned = sanitize_html(markup)
    tags = [match.group(1) for match in TAG.finditer(cleaned)]
    assert set(tags) <= ALLOWED_TAGS
    assert "<" not in TAG.sub("", cleaned)


@given(MARKUP)
def test_cleaning_again_changes_nothing(markup):
    assert sanitize_html(sanitize_html(markup)) == sanitize_html(markup)


@given(MARKUP)
def test_a_summary_is_short_and_plain(markup):
    summary = excerpt_of(sanitize_html(markup))
    assert len(summary) <= EXCERPT_LENGTH
    assert "\n" not in summary


def test_a_summary_ends_with_a_whole_word():
    words = " ".join(f"word{n}" for n in range(80))
    summary = excerpt_of(f"<p>{words}</p>")
    assert re.fullmatch(r"(word\d+ )+word\d+…", summary)
    assert plain_text("<p>a</p><p>b &amp; c<br>d</p>") == "a b & c d"
