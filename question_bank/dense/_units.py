"""The units of a dense layer, to draw by and to judge a draw; never the key."""

from collections.abc import Sequence

from examgen.authoring import Draw, Grid, Row, Scalar
from examgen.question_bank._grids import affine


def one_inactive(x: Row, W: Grid, unit: int) -> Grid:
    """Weights with which one hidden unit is negative and the others are positive, as far as turning signs can do it."""
    sums = affine(x, W)
    signs = [-1 if (z > 0) == (place == unit) else 1 for place, z in enumerate(sums)]
    return tuple(tuple(w * sign for w, sign in zip(row, signs, strict=True)) for row in W)


def signed_biases(d: Draw, sums: Sequence[Scalar]) -> Row:
    """Biases that leave the sign of every sum of products and give pre-activations that are small, not 0 or 1, and all different."""
    biases: list[int] = []
    taken: list[Scalar] = []
    for unit, z in enumerate(sums):
        fitting = [b for b in range(-2, 3) if (z + b < 0 if z <= 0 else 2 <= z + b <= 9 and z + b not in taken)]
        biases.append(d.choice(f"bias_{unit}", fitting or (0,)))
        taken.append(z + biases[-1])
    return tuple(biases)


def active_after(X: Grid, w: Row, b: Scalar, slope: Scalar, learning_rate: Scalar) -> int:
    """On how many rows the unit is active after the step; -1 where the draw is no good question. To draw by, never the key."""
    step = learning_rate * slope
    before, after = (w, b), (tuple(v - step * x for v, x in zip(w, X[0], strict=True)), b - step)
    z = [[sum(x * v for x, v in zip(row, w, strict=True)) + b for row in X] for w, b in (before, after)]
    is_good = z[0][0] > 0 and 0 not in z[1] and len(set(X)) == len(X) and len(set(w)) > 1
    return sum(value > 0 for value in z[1]) if is_good else -1
