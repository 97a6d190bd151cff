"""Down the table: what each layer gives, what it owns, the sum, and how much of it is trained."""

from __future__ import annotations

from examgen.solutions.architecture._rows import solve

__all__ = ["solve"]
