"""What a user can mend: one clear message, a documented exit code, no traceback."""

from __future__ import annotations

PROBLEMS_FOUND, BAD_INPUT, WITNESSES_DISAGREE, SIGNATURE_UNKNOWN, OWN_FAULT, INTERRUPTED, READER_GONE = (
    1,
    2,
    3,
    4,
    70,
    130,
    141,
)
"""Exit codes, as docs/commands.md lists them."""

NO_VALUE = (ArithmeticError, LookupError, TypeError, ValueError)
"""What arithmetic raises that makes no sense with the numbers at hand."""


class UserError(ValueError):
    """Something the user gave cannot be used; the message says what was expected, what came, where, and what to do.

    Attributes:
        exit_code: what the command ends with.
    """

    exit_code = BAD_INPUT


def cited(text: str, longest: int = 200) -> str:
    """A name or a piece of text from elsewhere, as a message cites it: on one line, nothing that a terminal acts on, not too long."""
    cut = text if len(text) <= longest else f"{text[: longest // 2]}…{text[-longest // 2 :]}"
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in cut)
