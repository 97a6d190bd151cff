"""Looked up."""


def solve(q, show):
    show.answer("one", "Pooling.", 1)
    show.answer("some", "Two of them.", (1, 0, 1))
    show.answer("order", "The third one first.", (2, 0, 1))
    show.answer("pairs", "One after the other.", (0, 2))
