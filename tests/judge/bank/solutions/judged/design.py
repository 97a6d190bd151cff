"""A dense layer."""


def solve(q, show):
    show.answer("layer", "One unit for each value:", f"Dense({q.m})")
