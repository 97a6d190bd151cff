"""Letters in bright and dark pixels."""

from examgen.authoring import Grid

LETTERS = {
    "X": "#...# .#.#. ..#.. .#.#. #...#",
    "O": ".###. #...# #...# #...# .###.",
    "T": "##### ..#.. ..#.. ..#.. ..#..",
    "H": "#...# #...# ##### #...# #...#",
    "Z": "##### ...#. ..#.. .#... #####",
    "L": "#.... #.... #.... #.... #####",
    "U": "#...# #...# #...# #...# #####",
    "V": "#...# #...# .#.#. .#.#. ..#..",
    "+": "..#.. ..#.. ##### ..#.. ..#..",
}
"""Rows of five pixels each; # is a bright one."""


def pixels(letter: str, noise: tuple[int, ...] = ()) -> Grid:
    """A letter in bright and dark pixels, some of which are inverted."""
    signs = [(1 if mark == "#" else -1) for mark in letter.replace(" ", "")]
    turned = [-sign if place in noise else sign for place, sign in enumerate(signs)]
    return tuple(tuple(turned[i : i + 5]) for i in range(0, 25, 5))
