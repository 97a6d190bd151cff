"""Statement by statement: is it true, and why?"""

from __future__ import annotations

from examgen.solutions.concept.single_true import solve

__all__ = ["solve"]
