"""Twice is not squared."""

from __future__ import annotations

from typing import Any


def solve(q: Any, show: Any) -> None:
    show.answer("y", "Doubled.", q.x * 2)
