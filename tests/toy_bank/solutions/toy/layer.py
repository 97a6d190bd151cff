"""Weigh, add, cut off."""

from __future__ import annotations

from typing import Any

from examgen.derivation.terms import each, relu, times


def solve(q: Any, show: Any) -> None:
    weighed = show("Each column of $W$ weighs the row $x$.", times(q.x, q.w))
    z = show.answer("z", "The biases are added.", each(lambda v, b: v + b, weighed, q.b))
    show.answer("a", "What is negative becomes 0.", each(relu, z))
