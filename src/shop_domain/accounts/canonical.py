"""When are two addresses, or two user names, the same?"""

import unicodedata


def canonical(text: str) -> str:
    """Give the form under which an address or name is unique: compatible characters and cases are one.

    It is only ever compared; mail goes to the spelling that was stored, never to one that merely compares equal.
    """
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFD", text).casefold()).strip()
    # One pass is not always enough: folding can undo what normalising did, for a few letters with several marks.
    return folded if folded == text else canonical(folded)
