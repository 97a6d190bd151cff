"""Cell by cell."""

from examgen.derivation.terms import each


def solve(q, show):
    show.answer("z", "Each cell twice.", each(lambda x: x + x, q.a))
