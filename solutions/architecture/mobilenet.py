"""Down the table: what each row gives, what it owns, and how often each weight multiplies."""

from __future__ import annotations

from examgen.solutions.architecture._rows import solve

__all__ = ["solve"]
