"""Property by property: what has it, and why?"""

from __future__ import annotations

from examgen.solutions.concept.gate_roles import solve

__all__ = ["solve"]
