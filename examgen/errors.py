"""What a user can mend: one clear message, a documented exit code, no traceback."""

from __future__ import annotations


class UserError(ValueError):
    """Something the user gave cannot be used; the message says what was expected, what came, where, and what to do.

    Attributes:
        exit_code: what the command ends with; listed in docs/commands.md.
    """

    exit_code = 2
