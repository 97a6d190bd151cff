"""Text that others wrote, made fit to be shown on one line."""

from __future__ import annotations

import re

_UNSEEN = r"[\x00-\x08\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"


def printable(text: str) -> str:
    """Text that others wrote (an answer, a label, the name of a file) on one line, with control codes shown as U+FFFD."""
    return " ".join(re.sub(_UNSEEN, "\ufffd", text).split())
