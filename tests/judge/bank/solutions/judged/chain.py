"""Value by value."""

from examgen.derivation.terms import each, tanh, total


def solve(q, show):
    h = show.answer("h", "tanh of each value.", each(tanh, q.x))
    s = show.answer("total", "Added up.", total(h))
    show.answer("square", "Squared.", s * s)
