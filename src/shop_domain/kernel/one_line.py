"""What does a field of one line say?"""

import re
from typing import Final

VISIBLE_CHARACTER: Final = (
    r"[^\s\u0000-\u001f\u007f-\u00a0\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e"
    r"\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb]"
)
"""A pattern that is found where a reader would see something: no white space, no fillers, no signs without a shape."""
_ANYTHING: Final = re.compile(VISIBLE_CHARACTER)
_BREAKS: Final = re.compile(r"[ \t]*[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]+[ \t]*")


def one_line(text: str) -> str:
    """Write a text in one line, without space around it; one that shows nothing is empty."""
    return _BREAKS.sub(" ", text).strip() if _ANYTHING.search(text) else ""
