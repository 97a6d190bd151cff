"""Count the places of the window."""

from __future__ import annotations

from typing import Any


def solve(q: Any, show: Any) -> None:
    show.answer("side", "One place, and one more a stride.", (q.n + 2 * q.p - q.f) // q.s + 1)
