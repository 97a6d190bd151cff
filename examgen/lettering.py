"""The letters of options and of parts, chosen here and nowhere else."""

from __future__ import annotations

from string import ascii_lowercase


def letter(place: int) -> str:
    """The letter at a place from 0: the third option is ``c``."""
    return ascii_lowercase[place]


def letters(count: int) -> str:
    """The letters of so many options."""
    return ascii_lowercase[:count]


MOST = len(ascii_lowercase)
"""So many can be told apart by one letter."""
