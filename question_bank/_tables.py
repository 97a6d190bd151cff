"""Rows of tables."""

from __future__ import annotations

from examgen.authoring import Row


def aligned(values: Row) -> str:
    """The cells of a row, with as many decimals as any of them needs."""
    places = max(len(f"{float(value):.6f}".rstrip("0").partition(".")[2]) for value in values)
    return " | ".join(f"{float(value):.{places}f}" for value in values)
