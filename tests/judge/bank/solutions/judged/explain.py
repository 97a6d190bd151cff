"""In words."""

from examgen.derivation.terms import Prose


def solve(q, show):
    show.answer("why", "For example:", Prose("The same weights are used at every position."))
