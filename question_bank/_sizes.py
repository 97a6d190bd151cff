"""Sizes with one number a direction, as Keras takes them: 2 stands for (2, 2)."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator

from examgen.network import Option

Sizes = tuple[int, int]


def both(value: Any) -> Any:
    """One number for both directions; a pair as it is."""
    return (value, value) if isinstance(value, int) else value


def _positive(sizes: Sizes) -> Sizes:
    if min(sizes) < 1:
        raise ValueError(f"must be 1 or more, got {sizes[0]} × {sizes[1]}")
    return sizes


def _not_negative(sizes: Sizes) -> Sizes:
    if min(sizes) < 0:
        raise ValueError(f"must be 0 or more, got {sizes[0]} and {sizes[1]}")
    return sizes


Pair = Annotated[Sizes, BeforeValidator(both), AfterValidator(_positive)]
"""Height and width of a window, or how far it moves down and to the right."""
Margin = Annotated[Sizes, BeforeValidator(both), AfterValidator(_not_negative)]
"""Rows above and below, columns to the left and to the right."""


def option(sizes: Sizes) -> Option:
    """The pair as a student would write it in Keras: one number where both are equal."""
    return sizes[0] if sizes[0] == sizes[1] else sizes
